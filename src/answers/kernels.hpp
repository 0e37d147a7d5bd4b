// The inner loops of counting, at memory speed: histograms of (code, score) over whole chunks without a filter.
#pragma once

#include <cstdint>
#include <vector>

namespace otklik::answers {

// Counts of scores by code, to be added up elsewhere. A cell holds up to 2^32 - 1 rows.
class ScoreHistogram {
 public:
  // For codes below `codes`, in 0, 1 or 2 bytes each.
  ScoreHistogram(std::uint8_t width, std::uint32_t codes);

  // `codes` is ignored at width 0.
  void Add(const void* codes, const std::uint8_t* scores, std::uint32_t rows);
  std::uint64_t rows() const { return rows_; }
  std::size_t cells() const { return cells_.size(); }

  // Calls add(code, score, count) for every count above 0.
  template <class Function>
  void ForEach(Function add) const {
    for (std::uint32_t code = 0; code < codes_; ++code) {
      for (std::uint32_t score = 0; score < 256; ++score) {
        const std::uint64_t count = At(code, score);
        if (count > 0) add(code, static_cast<std::uint8_t>(score), count);
      }
    }
  }

 private:
  std::uint64_t At(std::uint32_t code, std::uint32_t score) const;

  std::uint8_t width_;
  std::uint32_t codes_;
  std::uint64_t rows_ = 0;
  std::size_t copies_;                // private histograms, so that equal neighbours do not wait for each other
  std::vector<std::uint32_t> cells_;  // copy, code, score
};

}  // namespace otklik::answers
