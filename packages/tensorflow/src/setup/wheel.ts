/** A TensorFlow wheel on PyPI, which contains the library and its C headers. */
export interface Wheel {
  /** Project on PyPI: "tensorflow-cpu", or "tensorflow" on platforms for which that has no wheels. */
  readonly project: string;
  /** Version of TensorFlow, such as "2.21.0". */
  readonly version: string;
  /** Python version tag, such as "312". Any Python 3 can download it. */
  readonly python: string;
  /** Platform tag, such as "manylinux_2_27_x86_64". */
  readonly platform: string;
  /** Expected SHA-256 of the wheel, in hexadecimal. A wheel with another one is rejected. */
  readonly sha256: string;
  /** Size of the download, in bytes. */
  readonly bytes: number;
}

const VERSION = '2.21.0';

/** The pinned wheel by `platform-arch` of Node. There is none for Windows and for macOS on Intel. */
const WHEELS: Readonly<Record<string, Wheel>> = {
  'linux-x64': {
    project: 'tensorflow-cpu',
    version: VERSION,
    python: '312',
    platform: 'manylinux_2_27_x86_64',
    sha256: 'dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb',
    bytes: 274_000_871,
  },
  'linux-arm64': {
    project: 'tensorflow',
    version: VERSION,
    python: '312',
    platform: 'manylinux_2_27_aarch64',
    sha256: 'b07d15737406533898e36c7ef7944b1be18e9028dc521b9229952c537bbc5552',
    bytes: 281_946_471,
  },
  'darwin-arm64': {
    project: 'tensorflow',
    version: VERSION,
    python: '312',
    platform: 'macosx_12_0_arm64',
    sha256: '56ecd7d47429acbe1df2694d50b75bf9fc3995ac92cb367cd9af6c4780ead712',
    bytes: 223_488_205,
  },
};

/** Returns the wheel for a machine, or the reason why there is none. */
export function pinnedWheel(
  platform: NodeJS.Platform = process.platform,
  arch: string = process.arch,
  glibc = hasGlibc(),
): Wheel | string {
  const wheel = WHEELS[`${platform}-${arch}`];
  if (wheel === undefined)
    return `there is no TensorFlow wheel for ${platform} on ${arch} (there is for ${Object.keys(WHEELS).join(', ')})`;
  if (platform === 'linux' && !glibc)
    return (
      "TensorFlow's wheels need glibc, and this Linux has another C library (Alpine?): " +
      'use an image based on Debian or Ubuntu'
    );
  return wheel;
}

function hasGlibc(): boolean {
  if (process.platform !== 'linux') return false;
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime !== undefined;
}

/** File names of the two libraries in the wheel's `tensorflow` folder. */
export function libraryNames(platform: NodeJS.Platform = process.platform): readonly string[] {
  return platform === 'darwin'
    ? ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']
    : ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
}
