// Last words of the keys of random streams: what the numbers are for.

export const shuffleDomain = 1;
export const augmentDomain = 2;
export const mixDomain = 3;
