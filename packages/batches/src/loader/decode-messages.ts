import type { LoadJob, LoadResult, LoaderSettings } from './image-loader';
import type { StoreHandle } from './cache/image-store';

/** What a decoding thread receives when it starts. */
export interface DecodeWorkerData {
  readonly settings: LoaderSettings;
  /** See `namedDecoder`. */
  readonly decoder: string;
  readonly maxPixels: number;
  readonly store: StoreHandle | undefined;
  /** The file from which the main thread finds sharp. */
  readonly from: string | undefined;
}

/** A job for a decoding thread. */
export interface DecodeCall {
  readonly id: number;
  readonly job: LoadJob;
}

/** The answer to a {@link DecodeCall}: a result, or the error that the job failed with. */
export type DecodeReply =
  { readonly id: number; readonly result: LoadResult } | { readonly id: number; readonly error: unknown };
