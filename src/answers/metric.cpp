#include <algorithm>
#include <cmath>
#include <set>

#include "answers/answers.hpp"
#include "base/json.hpp"

namespace otklik::answers {
namespace {

template <class T>
std::optional<T> Choice(ObjectReader& reader, std::string_view key,
                        const std::vector<std::pair<std::string, T>>& choices) {
  const auto word = reader.String(key, true);
  if (!word) return std::nullopt;
  std::string allowed;
  for (const auto& [name, value] : choices) {
    if (name == *word) return value;
    allowed += (allowed.empty() ? "" : ", ") + name;
  }
  reader.Report(key, "not_one_of", {allowed}, *word);
  return std::nullopt;
}

void ReadKinds(ObjectReader& reader, Metric& metric) {
  const json::array* kinds = reader.Array("question_kinds", true);
  if (!kinds) return;
  const std::set<std::string> scored = {"recommendation", "rating", "matrix"};
  for (const json::value& kind : *kinds) {
    const std::string name = kind.is_string() ? std::string(kind.get_string()) : std::string();
    if (!scored.contains(name)) {
      reader.Report("question_kinds", "not_one_of", {"recommendation, rating, matrix"}, Short(kind));
    } else {
      metric.question_kinds.push_back(name);
    }
  }
  if (kinds->empty()) reader.Report("question_kinds", "no_values");
}

void ReadScale(ObjectReader& reader, Metric& metric, std::vector<Problem>& problems) {
  constexpr int kMaxScore = 250;
  const json::value* scale = reader.Require("scale");
  if (!scale) return;
  const bool scored = metric.kind == MetricKind::kMean || metric.kind == MetricKind::kCsi;
  metric.any_scale = scale->is_string() && scale->get_string() == "any";
  if (metric.any_scale) {
    if (!scored) reader.Report("scale", "metric_scale_any", {}, "any");
    return;
  }
  ObjectReader ends(*scale, "scale", problems);
  metric.scale_min = static_cast<int>(ends.Int("min", 0, kMaxScore, true).value_or(0));
  metric.scale_max = static_cast<int>(ends.Int("max", metric.scale_min + 1, kMaxScore, true).value_or(kMaxScore));
  ends.Finish();
}

void ReadF(ObjectReader& reader, Metric& metric) {
  const bool scored = metric.kind == MetricKind::kMean || metric.kind == MetricKind::kCsi;
  if (scored) {
    for (int score = metric.scale_min; score <= metric.scale_max && !metric.any_scale; ++score)
      metric.f.push_back(score);
    return;
  }
  const json::array* f = reader.Array("f", true);
  if (!f) return;
  const int length = metric.scale_max - metric.scale_min + 1;
  if (f->size() != static_cast<std::size_t>(length)) {
    reader.Report("f", "metric_f_length", {std::to_string(length)}, std::to_string(f->size()));
    return;
  }
  const bool net = metric.kind == MetricKind::kNet;
  const std::set<double> allowed = net ? std::set<double>{-100, 0, 100} : std::set<double>{0, 1};
  for (const json::value& value : *f) {
    const double number = value.is_number() ? value.to_number<double>() : NAN;
    if (!allowed.contains(number)) {
      reader.Report("f", "not_one_of", {net ? "-100, 0, 100" : "0, 1"}, Short(value));
      return;
    }
    metric.f.push_back(number);
  }
}

void ReadRange(ObjectReader& reader, Metric& metric) {
  const bool of_scale = metric.any_scale && metric.kind == MetricKind::kMean;
  const json::array* range = reader.Array("range", !of_scale);
  if (!range) {
    metric.range_min = 0;
    metric.range_max = 0;
    return;
  }
  const bool pair = range->size() == 2 && (*range)[0].is_number() && (*range)[1].is_number();
  const double low = pair ? (*range)[0].to_number<double>() : 0;
  const double high = pair ? (*range)[1].to_number<double>() : 0;
  if (!(low < high)) {
    reader.Report("range", "metric_range", {}, Short(json::value(*range)));
    return;
  }
  metric.range_min = low;
  metric.range_max = high;
}

void ReadNames(ObjectReader& reader, Metric& metric) {
  metric.name = reader.Localized("name", "en", true);
  metric.description = reader.Localized("description", "en", true);
  for (const std::string_view language : {"ru", "en"}) {
    for (const auto& [key, text] : {std::pair("name", &metric.name), std::pair("description", &metric.description)}) {
      if (!text->empty() && !text->Has(language)) reader.Report(key, "metric_language", {std::string(language)});
    }
  }
}

}  // namespace

Result<Metric> ParseMetric(const boost::json::value& document) {
  std::vector<Problem> problems;
  ObjectReader reader(document, "", problems);
  Metric metric;
  metric.key = reader.String("key", true, 64).value_or("");
  metric.version = static_cast<int>(reader.Int("version", 1, 1'000'000, true).value_or(1));
  const auto kind = Choice<MetricKind>(reader, "kind",
                                       {{"net", MetricKind::kNet},
                                        {"share", MetricKind::kShare},
                                        {"mean", MetricKind::kMean},
                                        {"csi", MetricKind::kCsi}});
  metric.kind = kind.value_or(MetricKind::kMean);
  ReadNames(reader, metric);
  ReadKinds(reader, metric);
  metric.unit =
      Choice<std::string>(reader, "unit",
                          {{"points", "points"}, {"share", "share"}, {"score", "score"}, {"percent", "percent"}})
          .value_or("");
  metric.lower_is_better = reader.Bool("lower_is_better", false);
  if (kind) {
    const std::size_t before = problems.size();
    ReadScale(reader, metric, problems);
    if (problems.size() == before) {
      ReadF(reader, metric);
    } else {
      reader.Find("f");
    }
    if (metric.kind == MetricKind::kNet) metric.offset = reader.Number("offset").value_or(0);
    ReadRange(reader, metric);
    reader.Finish();
  }
  if (!problems.empty()) return Error{Code::kInvalid, std::move(problems)};
  return metric;
}

}  // namespace otklik::answers
