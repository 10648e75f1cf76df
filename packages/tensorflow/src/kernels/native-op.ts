import type { NativeAttribute, NativeBackend } from '../graph/binding';

/** Writes the attributes of native operations. */
export interface Attributes {
  readonly native: NativeBackend;
  readonly type: (name: string, dtype: number) => NativeAttribute;
  readonly float: (name: string, value: number) => NativeAttribute;
  readonly int: (name: string, value: number | readonly number[]) => NativeAttribute;
  readonly bool: (name: string, value: boolean) => NativeAttribute;
  readonly text: (name: string, value: string) => NativeAttribute;
}

/** The native backend behind a kernel's `backend`, with short ways to write attributes. */
export function nativeOp(backend: unknown): Attributes {
  const native = backend as NativeBackend;
  const { TF_ATTR_TYPE, TF_ATTR_FLOAT, TF_ATTR_INT, TF_ATTR_BOOL, TF_ATTR_STRING } = native.binding;
  return {
    native,
    type: (name, value) => ({ name, type: TF_ATTR_TYPE, value }),
    float: (name, value) => ({ name, type: TF_ATTR_FLOAT, value }),
    int: (name, value) => ({ name, type: TF_ATTR_INT, value }),
    bool: (name, value) => ({ name, type: TF_ATTR_BOOL, value }),
    text: (name, value) => ({ name, type: TF_ATTR_STRING, value }),
  };
}
