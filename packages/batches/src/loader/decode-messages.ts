import type { ErrorData } from '@polyhead/core';
import type { LoadJob, LoadResult, LoaderSettings } from './image-loader';
import type { StoreHandle } from './cache/image-store';

/** What a decoding thread receives when it starts. */
export interface DecodeWorkerData {
  readonly settings: LoaderSettings;
  /** See `loadDecoder`. */
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

/** The reply to a {@link DecodeCall}: a result, or the error of the job as plain data. */
export type DecodeReply =
  { readonly id: number; readonly result: LoadResult } | { readonly id: number; readonly error: ErrorData };
