import { pinnedWheel } from '../../src/setup/wheel';

describe('pinnedWheel', () => {
  test.each<[NodeJS.Platform, string, string]>([
    ['linux', 'x64', 'manylinux_2_27_x86_64'],
    ['linux', 'arm64', 'manylinux_2_27_aarch64'],
    ['darwin', 'arm64', 'macosx_12_0_arm64'],
  ])('%s %s has one, with a SHA-256', (platform, arch, tag) => {
    expect(pinnedWheel(platform, arch, true)).toMatchObject({
      platform: tag,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('says why there is none', () => {
    expect(pinnedWheel('win32', 'x64', false)).toContain('there is no TensorFlow wheel for win32 on x64');
    expect(pinnedWheel('linux', 'x64', false)).toContain('need glibc');
  });
});
