import { parseUtkFaceName } from '@polyhead/dataset';
import { genders, races } from '@polyhead/core';
import fc from 'fast-check';

const reasonOf = (name: string): string | undefined => {
  const parsed = parseUtkFaceName(name);
  return parsed.ok ? undefined : parsed.reason;
};

describe('parseUtkFaceName', () => {
  test('reads back every name that the format allows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 116 }),
        fc.constantFrom(...genders),
        fc.constantFrom(...races),
        fc.constantFrom('.jpg', '.jpg.chip.jpg', '.PNG'),
        (age, gender, race, ending) => {
          const name = `${age}_${genders.indexOf(gender)}_${races.indexOf(race)}_20170116174525125${ending}`;
          expect(parseUtkFaceName(name)).toEqual({
            ok: true,
            labels: { age, gender, race, date: '2017-01-16T17:45:25.125' },
          });
        },
      ),
    );
  });

  test('rejects the published names without race', () => {
    for (const name of [
      '39_1_20170116174525125.jpg.chip.jpg',
      '61_1_20170109142408075.jpg.chip.jpg',
      '61_1_20170109150557335.jpg.chip.jpg',
    ]) {
      expect(reasonOf(name)).toBe('has 3 of the 4 fields age_gender_race_date (the race may be missing)');
    }
  });

  test('rejects an empty gender, race or age rather than reading it as 0', () => {
    expect(reasonOf('53__0_20170116184028385.jpg')).toBe('gender is empty: expected 0 (male), 1 (female)');
    expect(reasonOf('53_0__20170116184028385.jpg')).toBe(
      'race is empty: expected 0 (white), 1 (black), 2 (asian), 3 (indian), 4 (others)',
    );
    expect(reasonOf('_0_0_20170116184028385.jpg')).toBe('age is empty: expected a whole number from 0 to 116');
    expect(reasonOf('53_0_0_.jpg')).toMatch(/^date is empty/);
  });

  test.each([
    '117_0_0',
    '-1_0_0',
    '1.5_0_0',
    '1e1_0_0',
    '0x1_0_0',
    ' 5_0_0',
    '٣_0_0',
    '1000_0_0',
    '20_2_0',
    '20_ _0',
    '20_00_0',
    '20_0_5',
    '20_0_-1',
  ])('rejects %s as labels', (labels) => {
    expect(reasonOf(`${labels}_20170116174525125.jpg`)).toMatch(/^(age|gender|race) ".*": expected /);
  });

  test('takes the published names with an odd date, without the date', () => {
    const odd = [
      '14_0_0_2017011022340900.jpg.chip.jpg',
      '24_0_1_20170116220224657 .jpg.chip.jpg',
      '28_1_2_201701161846515488.jpg.chip.jpg',
      '38_0_1_201701162330572788.jpg.chip.jpg',
      '55_0_0_20170116232725357jpg.chip.jpg',
    ];
    const labels = odd.map(parseUtkFaceName).map((parsed) => parsed.ok && Object.values(parsed.labels));
    expect(labels).toEqual([
      [14, 'male', 'white'],
      [24, 'male', 'black'],
      [28, 'female', 'asian'],
      [38, 'male', 'black'],
      [55, 'male', 'white'],
    ]);
  });

  test('gives a date only where there was such a day and time', () => {
    const dateOf = (stamp: string): unknown =>
      Object.entries(parseUtkFaceName(`1_0_0_${stamp}.jpg`)).find(([key]) => key === 'labels')?.[1];
    for (const stamp of ['20170229000000000', '20171301000000000', '20170101240000000', '20170101006000000'])
      expect(dateOf(stamp)).not.toHaveProperty('date');
    expect(dateOf('20160229235959999')).toHaveProperty('date', '2016-02-29T23:59:59.999');
  });

  test('never throws, and never takes a label from nowhere', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.nat(200).map(String)), { maxLength: 6 }), (fields) => {
        const parsed = parseUtkFaceName(fields.join('_'));
        if (parsed.ok)
          expect(parsed.labels).toMatchObject({
            age: Number(fields[0]),
            gender: genders[Number(fields[1])],
            race: races[Number(fields[2])],
          });
        else expect(parsed.reason).not.toBe('');
      }),
    );
  });
});
