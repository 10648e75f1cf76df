// The operation that names the sources of this library: polyhead uses no library of another revision. POLYHEAD_REVISION
// is set on the compiler's command line.
#include "kernel.h"

namespace polyhead {
namespace {

struct NoAttributes {};

void readNothing(NoAttributes&, TF_OpKernelConstruction*) {}

void computeRevision(void*, TF_OpKernelContext* context) { *Tensor(outputOf<float>(context, 0, {})).data<float>() = 1; }

__attribute__((constructor)) void registerRevision() {
  const char* name = "PolyheadRevision" POLYHEAD_REVISION;
  define(name, {}, {"there: float"}, {});
  implement(name, create<NoAttributes, readNothing>, guarded<computeRevision>, destroy<NoAttributes>);
}

}  // namespace
}  // namespace polyhead
