/**
 * The script of the decoding threads, as text that needs no other file, so that threads start from a bundle, too. The
 * build puts it here (tsup.config.js); undefined while the package runs from its sources.
 */
export const decodeWorkerCode: string | undefined = undefined;
