import { predictionGallery } from '@polyhead/report';
import { readMarkup } from './read-markup';

const lines = [
  { task: 'age', truth: '35', predicted: '41', detail: '(+6)' },
  { task: 'race', truth: 'asian', predicted: 'asian', right: true },
  { task: 'gender', truth: 'female', predicted: 'male', right: false },
];

describe('predictionGallery', () => {
  test('tells right from wrong by signs and in words', () => {
    const { text } = readMarkup(predictionGallery([{ name: 'a.jpg', lines }]));
    expect(text).toMatch(
      'age35 →, predicted as 41 (+6)race' + 'asian ✓, predicted right' + 'gender' + 'female ✗, predicted as male',
    );
  });

  test('takes bytes and data URLs, and shows anything else as no image', () => {
    const images = [
      Uint8Array.of(0xff, 0xd8, 0xff),
      'data:image/png;base64,AAAA',
      'https://example.com/a.png',
      Uint8Array.of(1, 2),
      undefined,
    ];
    const { values, text } = readMarkup(
      predictionGallery(images.map((image, index) => ({ image, name: `${index}`, lines }))),
    );
    expect(values.filter(([, name]) => name === 'src').map(([, , value]) => value)).toEqual([
      'data:image/jpeg;base64,/9j/',
      'data:image/png;base64,AAAA',
    ]);
    expect(text.match(/no image/g)).toHaveLength(3);
  });

  test('rejects an image that is neither a text nor bytes', () => {
    const image = new Float32Array(3) as never;
    expect(() => predictionGallery([{ image, name: 'a.jpg', lines }])).toThrow(
      'predictionGallery: the bytes of an image file must be a Uint8Array or Uint8ClampedArray, got Float32Array(3).',
    );
  });

  test('escapes names and labels', () => {
    const name = '"><script>x</script>';
    const { elements, errors } = readMarkup(
      predictionGallery([{ name, lines: [{ task: name, truth: name, predicted: name }] }], { label: name }),
    );
    expect([errors, elements.includes('script')]).toEqual([[], false]);
  });
});
