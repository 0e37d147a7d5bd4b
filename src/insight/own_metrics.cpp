#include "insight/own_metrics.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/json.hpp"

namespace otklik::insight {
namespace {

constexpr const char* kSetting = "company.metrics";
constexpr std::size_t kMaxKey = 40, kMaxName = 200, kMaxDescription = 2000;

bool IsKey(const std::string& key) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return !key.empty() && key.size() <= kMaxKey && letter(key[0]) &&
         std::all_of(key.begin(), key.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

// The text in both languages; the one that was not written takes the other's words.
json::value InBoth(const Text& text) {
  const auto of = [&](std::string_view language) {
    return text.Has(language) ? text.In(language, language) : text.by_language.front().second;
  };
  return json::object{{"ru", of("ru")}, {"en", of("en")}};
}

Text ReadText(ObjectReader& reader, const char* key, std::size_t most, bool required) {
  const Text text = reader.Localized(key, "ru", required);
  for (const auto& [language, words] : text.by_language) {
    if (language != "ru" && language != "en") reader.Report(key, "not_one_of", {"ru, en"}, language);
    if (words.find_first_not_of(" \t\r\n") == std::string::npos) reader.Report(key, "empty_text");
    if (words.size() > most) reader.Report(key, "text_too_long", {std::to_string(most)}, std::to_string(words.size()));
  }
  return text;
}

// A net that counts every score alike, or a share of everything or of nothing, says nothing.
void CheckTells(ObjectReader& reader, const answers::Metric& metric) {
  if (metric.f.empty() || metric.kind == answers::MetricKind::kMean) return;
  const auto [least, most] = std::minmax_element(metric.f.begin(), metric.f.end());
  if (*least == *most) reader.Report("f", "metric_f_constant");
}

// What the short form leaves unsaid, by kind.
void Derive(json::object& full, const std::string& kind) {
  if (!full.contains("question_kinds")) full["question_kinds"] = json::array{"recommendation", "rating", "matrix"};
  if (kind == "net") {
    full["offset"] = 0;
    full["unit"] = "points";
    full["range"] = json::array{-100, 100};
  } else if (kind == "share") {
    full["unit"] = "share";
    full["range"] = json::array{0, 1};
  } else {
    full["unit"] = "score";
    const json::object& scale = full["scale"].get_object();
    if (scale.contains("min") && scale.contains("max")) full["range"] = json::array{scale.at("min"), scale.at("max")};
  }
}

struct Definition {
  json::object document;
  answers::Metric metric;
};

Result<Definition> Read(const std::string& key, const json::value& given, int version) {
  std::vector<Problem> problems;
  ObjectReader reader(given, "", problems);
  Definition read;
  json::object& full = read.document;
  const auto kind = reader.String("kind", true);
  if (kind && *kind != "net" && *kind != "share" && *kind != "mean")
    reader.Report("kind", "not_one_of", {"net, share, mean"}, *kind);
  const Text name = ReadText(reader, "name", kMaxName, true);
  const Text description = ReadText(reader, "description", kMaxDescription, false);
  for (const char* part : {"question_kinds", "scale", "f", "lower_is_better"}) {
    if (const json::value* value = reader.Find(part)) full[part] = *value;
  }
  // A mean on the scale of each question is the product's own mean_score.
  const json::value* scale = reader.Require("scale");
  if (scale && !scale->is_object()) reader.Report("scale", "not_an_object", {}, Short(*scale));
  reader.Finish();
  if (problems.empty() && name.empty()) reader.Report("name", "empty_text");
  if (!problems.empty()) return Error{Code::kInvalid, std::move(problems)};
  full["key"] = key;
  full["version"] = version;
  full["kind"] = *kind;
  full["name"] = InBoth(name);
  full["description"] = InBoth(description.empty() ? name : description);
  Derive(full, *kind);
  auto metric = answers::ParseMetric(full);
  if (!metric) {
    // The range was derived: a scale that cannot be has been named already.
    auto error = metric.error();
    std::erase_if(error.problems,
                  [&](const Problem& one) { return one.field == "range" && error.problems.size() > 1; });
    return error;
  }
  CheckTells(reader, *metric);
  if (!problems.empty()) return Error{Code::kInvalid, std::move(problems)};
  read.metric = std::move(*metric);
  return read;
}

json::object* FindIn(json::array& kept, const std::string& key) {
  for (json::value& one : kept) {
    if (one.get_object().at("key").as_string() == key) return &one.get_object();
  }
  return nullptr;
}

bool IsRemoved(const json::object& one) { return one.contains("removed"); }

// Room for one more: of removed ones the oldest is forgotten, with its versions. False where none is removed.
bool MakeRoom(json::array& kept) {
  if (kept.size() < OwnMetrics::kMost) return true;
  const auto removed =
      std::find_if(kept.begin(), kept.end(), [](const json::value& one) { return IsRemoved(one.get_object()); });
  if (removed == kept.end()) return false;
  kept.erase(removed);
  return true;
}

}  // namespace

json::array OwnMetrics::Kept() const {
  const auto text = settings_.Get(kSetting);
  return text ? json::parse(*text).as_array() : json::array();
}

Result<void> OwnMetrics::Keep(const json::array& kept, const std::string& actor) {
  return settings_.Set({{kSetting, json::serialize(kept)}}, actor);
}

Result<void> OwnMetrics::Load() {
  const std::lock_guard lock(mutex_);
  for (const json::value& one : Kept()) {
    if (IsRemoved(one.as_object())) continue;
    auto metric = answers::ParseMetric(one);
    if (!metric) return metric.error();
    store_.PutMetric(std::move(*metric));
  }
  return {};
}

std::set<std::string> OwnMetrics::Keys() const {
  const std::lock_guard lock(mutex_);
  std::set<std::string> keys;
  for (const json::value& one : Kept()) {
    if (!IsRemoved(one.as_object())) keys.emplace(one.at("key").as_string());
  }
  return keys;
}

Result<OwnMetrics::Put> OwnMetrics::Define(const std::string& key, const json::value& definition,
                                           const std::string& actor) {
  const std::lock_guard lock(mutex_);
  if (!IsKey(key)) return Fail(Code::kInvalid, "metric_key", {std::to_string(kMaxKey)}, "key", key);
  json::array kept = Kept();
  json::object* known = FindIn(kept, key);
  if (!known && store_.FindMetric(key)) return Fail(Code::kConflict, "metric_builtin", {}, "key", key);
  if (!known && !MakeRoom(kept)) return Fail(Code::kRefused, "metrics_too_many", {std::to_string(kMost)}, "key", key);
  const bool there = known && !IsRemoved(*known);
  const int version = known ? static_cast<int>(known->at("version").as_int64()) : 0;
  auto read = Read(key, definition, std::max(version, 1));
  if (!read) return read.error();
  if (there && *known == read->document) return Put{store_.FindMetric(key), false};
  // What was removed and comes back as it was is the same version.
  if (known) known->erase("removed");
  if (!known || *known != read->document) {
    read->document["version"] = version + 1;
    read->metric.version = version + 1;
  }
  if (known) {
    *known = read->document;
  } else {
    kept.emplace_back(read->document);
  }
  // The line of the setting does not say which metric.
  if (auto done = Keep(kept, actor); !done) return done.error();
  if (auto noted = settings_.Note("metric_defined", key, actor); !noted) return noted.error();
  store_.PutMetric(std::move(read->metric));
  return Put{store_.FindMetric(key), !there};
}

Result<void> OwnMetrics::Remove(const std::string& key, const std::string& actor) {
  const std::lock_guard lock(mutex_);
  json::array kept = Kept();
  json::object* known = FindIn(kept, key);
  if (!known && store_.FindMetric(key)) return Fail(Code::kConflict, "metric_builtin", {}, "key", key);
  if (!known || IsRemoved(*known)) return Fail(Code::kNotFound, "metric_not_there", {}, "key", key);
  const auto headline = settings_.Get("company.headline");
  if (headline) {
    const json::value chosen = json::parse(*headline);
    const json::value* metric = chosen.is_object() ? chosen.get_object().if_contains("metric") : nullptr;
    if (metric && metric->is_string() && metric->get_string() == key)
      return Fail(Code::kConflict, "metric_is_headline", {}, "key", key);
  }
  (*known)["removed"] = true;
  if (auto done = Keep(kept, actor); !done) return done;
  if (auto noted = settings_.Note("metric_removed", key, actor); !noted) return noted;
  store_.RemoveMetric(key);
  return {};
}

}  // namespace otklik::insight
