// Identifiers and randomness.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace otklik {

// A UUID of any version; the canonical text is lower-case with dashes.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  static std::optional<Uuid> Parse(std::string_view text);
  std::string ToString() const;
  auto operator<=>(const Uuid&) const = default;
};

// Source of secrets and ids; tests pass a seeded one.
class Random {
 public:
  virtual ~Random() = default;
  virtual void Fill(void* data, std::size_t size) = 0;
  Uuid NewUuid();                            // version 4
  std::string NewSecret(std::size_t bytes);  // URL-safe base64 without padding
};

class SystemRandom : public Random {
 public:
  void Fill(void* data, std::size_t size) override;
};

// SHA-256 (hex) for tokens at rest; keyed BLAKE2b (hex) for bodies.
std::string HashToken(std::string_view secret);
std::string KeyedHash(std::string_view key, std::string_view data);

}  // namespace otklik
