#include "form/assets.hpp"

#include <sodium.h>

#include <array>
#include <string>

#include "form/form.hpp"
#include "form_assets.inc"  // made by CMake from web/form: kStyleText, kScriptText

namespace otklik::form {
namespace {

std::string Sha256Base64(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  std::string out(sodium_base64_encoded_len(hash.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), hash.data(), hash.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // its terminating zero
  return out;
}

}  // namespace

std::string_view StyleSheet() { return kStyleText; }
std::string_view Script() { return kScriptText; }

const std::string& ContentSecurityPolicy() {
  static const std::string policy = "default-src 'none'; style-src 'sha256-" + Sha256Base64(StyleSheet()) +
                                    "'; script-src 'sha256-" + Sha256Base64(Script()) +
                                    "'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
                                    "frame-ancestors 'self'";
  return policy;
}

}  // namespace otklik::form
