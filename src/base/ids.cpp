#include "base/ids.hpp"

#include <sodium.h>

namespace otklik {
namespace {

constexpr char kHex[] = "0123456789abcdef";

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool IsDash(std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

std::string ToHex(const unsigned char* data, std::size_t size) {
  std::string out(size * 2, '0');
  for (std::size_t i = 0; i < size; ++i) {
    out[2 * i] = kHex[data[i] >> 4];
    out[2 * i + 1] = kHex[data[i] & 15];
  }
  return out;
}

}  // namespace

std::optional<Uuid> Uuid::Parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Uuid uuid;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsDash(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int digit = HexDigit(text[i]);
    if (digit < 0) return std::nullopt;
    std::uint8_t& byte = uuid.bytes[digits / 2];
    byte = static_cast<std::uint8_t>(digits % 2 == 0 ? digit << 4 : byte | digit);
    ++digits;
  }
  return uuid;
}

std::string Uuid::ToString() const {
  std::string out;
  out.reserve(36);
  for (const std::uint8_t byte : bytes) {
    if (IsDash(out.size())) out += '-';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

Uuid Random::NewUuid() {
  Uuid uuid;
  Fill(uuid.bytes.data(), uuid.bytes.size());
  uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0f) | 0x40);
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3f) | 0x80);
  return uuid;
}

std::string Random::NewSecret(std::size_t bytes) {
  std::string raw(bytes, '\0');
  Fill(raw.data(), raw.size());
  std::string out(sodium_base64_encoded_len(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(raw.data()), raw.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.pop_back();  // the terminating zero
  return out;
}

void SystemRandom::Fill(void* data, std::size_t size) { randombytes_buf(data, size); }

std::string HashToken(std::string_view secret) {
  unsigned char digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(secret.data()), secret.size());
  return ToHex(digest, sizeof digest);
}

std::string KeyedHash(std::string_view key, std::string_view data) {
  unsigned char digest[16];
  crypto_generichash(
      digest, sizeof digest, reinterpret_cast<const unsigned char*>(data.data()), data.size(),
      reinterpret_cast<const unsigned char*>(key.data()),
      key.size() > crypto_generichash_KEYBYTES_MAX ? std::size_t{crypto_generichash_KEYBYTES_MAX} : key.size());
  return ToHex(digest, sizeof digest);
}

}  // namespace otklik
