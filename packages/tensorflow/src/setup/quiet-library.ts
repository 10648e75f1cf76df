/** File name of the library made from {@link QUIET_SOURCE}. */
export const QUIET_LIBRARY = 'libpolyhead_quiet.so';

/**
 * C++ of a tiny library that makes TF_CPP_MIN_LOG_LEVEL hold, and 2 (errors only) its default.
 *
 * Two reasons why the variable alone is not enough. TensorFlow >= 2.19 reads it too late: "oneDNN custom operations are on" is logged
 * from an initializer of the library that runs before the one that sets the level (tensorflow/tensorflow #100442). And `process.env`
 * is a copy, which C++ does not see, in worker threads and test sandboxes. Linked last, it is initialized first; the function it calls
 * (of the Abseil version in the wheel) is weak, so that another TensorFlow loads too, with the notice.
 */
export const QUIET_SOURCE = `#include <cstdlib>
namespace absl {
namespace lts_20250814 {
enum class LogSeverityAtLeast : int;
__attribute__((weak)) void SetMinLogLevel(LogSeverityAtLeast);
}  // namespace lts_20250814
}  // namespace absl
__attribute__((constructor)) static void quiet() {
  setenv("TF_CPP_MIN_LOG_LEVEL", "2", 0);
  using namespace absl::lts_20250814;
  if (SetMinLogLevel) SetMinLogLevel(static_cast<LogSeverityAtLeast>(atoi(getenv("TF_CPP_MIN_LOG_LEVEL"))));
}
`;
