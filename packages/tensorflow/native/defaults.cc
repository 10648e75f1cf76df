// Sets defaults of environment variables before TensorFlow reads them. Variables that the user has set stay.
//
// `process.env` of Node is not enough: in worker threads and test sandboxes it is a copy that C++ does not see. This
// library is linked last into the addon, so it is initialized first.
#include <cstdlib>

// In the namespace of the Abseil version in the wheel. It is weak, so that another TensorFlow loads too, with its
// notice.
namespace absl {
namespace lts_20250814 {
enum class LogSeverityAtLeast : int;
__attribute__((weak)) void SetMinLogLevel(LogSeverityAtLeast);
}  // namespace lts_20250814
}  // namespace absl

__attribute__((constructor)) static void setDefaults() {
  // TensorFlow leaves oneDNN off on processors without AVX512_VNNI or newer instructions, where training is 2.5 times
  // as fast with it.
  setenv("TF_ENABLE_ONEDNN_OPTS", "1", 0);
  // Errors only. TensorFlow >= 2.19 reads the variable too late: "oneDNN custom operations are on" is logged by an
  // initializer that runs before the one that sets the level (tensorflow/tensorflow #100442).
  setenv("TF_CPP_MIN_LOG_LEVEL", "2", 0);
  using namespace absl::lts_20250814;
  if (SetMinLogLevel) SetMinLogLevel(static_cast<LogSeverityAtLeast>(atoi(getenv("TF_CPP_MIN_LOG_LEVEL"))));
}
