#include "insight/projection.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <boost/json/parse.hpp>

namespace otklik::insight {

const RowMaker::Items* RowMaker::ItemsOf(const std::string& survey, int version) {
  const std::lock_guard lock(mutex_);
  auto& slot = items_[{survey, version}];
  if (slot) return slot.get();
  const auto found = surveys_.Find(survey);
  const program::Version* one = found ? found->Find(version) : nullptr;
  if (!one) return nullptr;
  slot = std::make_unique<Items>(Items{found, survey::ScoreItems(one->questionnaire)});
  return slot.get();
}

std::optional<answers::Row> RowMaker::Make(const intake::StoredResponse& response) {
  const Items* items = ItemsOf(response.survey, response.version);
  if (!items) {
    spdlog::error(fmt::format("response {} belongs to {} version {}, which is not there", response.id, response.survey,
                              response.version));
    return std::nullopt;
  }
  answers::Row row;
  row.seq = response.seq;
  row.id = response.id;
  row.survey = response.survey;
  row.version = response.version;
  row.day = response.day;
  row.abandoned = response.status == "abandoned";
  const auto put = [&row](const char* key, const std::string& value) {
    if (!value.empty()) row.dimensions[key] = value;
  };
  put("channel", response.channel);
  put("language", response.language);
  put("account", response.account);
  put("segment", response.segment);
  put("partner", response.partner);
  put("role", response.role);
  put("tenure", response.tenure);
  put("stage", response.stage);
  if (response.attributes.size() > 2) {
    const json::value attributes = json::parse(response.attributes);
    for (const auto& member : attributes.get_object()) {
      row.dimensions[std::string(member.key())] = std::string(member.value().as_string());
    }
  }
  const json::value answers = json::parse(response.answers);
  row.scores.reserve(items->items.size());
  for (const survey::Item& item : items->items) {
    row.scores.push_back(static_cast<std::uint8_t>(survey::ScoreOf(item, answers.as_object())));
  }
  return row;
}

}  // namespace otklik::insight
