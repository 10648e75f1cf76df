/** How to get what is missing, by platform. */
export function installHint(
  missing: 'python' | 'pip' | 'compiler',
  platform: NodeJS.Platform = process.platform,
): string {
  if (platform === 'darwin')
    return missing === 'compiler'
      ? 'Install it with "xcode-select --install".'
      : 'Install it with "brew install python", or from python.org.';
  if (platform === 'win32') return 'Install it from python.org.';
  const debian = { python: 'python3 python3-pip', pip: 'python3-pip', compiler: 'g++' }[missing];
  const fedora = { python: 'python3 python3-pip', pip: 'python3-pip', compiler: 'gcc-c++' }[missing];
  return `Install it, e.g. "apt-get install ${debian}" (Debian, Ubuntu) or "dnf install ${fedora}" (Fedora).`;
}
