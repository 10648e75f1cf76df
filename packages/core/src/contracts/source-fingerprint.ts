/**
 * What the batches of a source follow from, as plain values under their names, such as `images: 7034` and `labels:
 * 'sha256:…'`: two sources with the same values give the same batches, as far as names of files tell: what is in a file
 * that is read later is not looked at.
 * A value that begins with `sha256:` stands for something too large to be shown. Names that only one of two
 * fingerprints has are not compared.
 */
export type SourceFingerprint = Readonly<Record<string, string | number | boolean>>;
