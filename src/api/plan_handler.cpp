// The planner: how many to ask, what change can be seen, quotas, response rates. The formulas are those of
// stats/planning.
#include <fmt/format.h>

#include <cmath>

#include "api/api.hpp"
#include "stats/planning.hpp"

namespace otklik::api {

using http::Request;
using http::Response;

namespace {

constexpr double kMostClients = 1e9, kMostAnswers = 1e6;
constexpr std::size_t kMostStrata = 200;

// A member with its bounds; what lies outside is reported by field, value and bounds.
std::optional<double> Within(ObjectReader& reader, std::string_view key, double min, double max,
                             bool required = false) {
  const auto number = reader.Number(key, required);
  if (!number) return std::nullopt;
  if (!(*number >= min && *number <= max)) {
    reader.Report(key, "number_range", {fmt::format("{}", min), fmt::format("{:.15g}", max)},
                  fmt::format("{:.15g}", *number));
    return std::nullopt;
  }
  return number;
}

std::optional<double> WholeWithin(ObjectReader& reader, std::string_view key, double min, double max,
                                  bool required = false) {
  const auto number = reader.Int(key, static_cast<std::int64_t>(min), static_cast<std::int64_t>(max), required);
  return number ? std::optional<double>(static_cast<double>(*number)) : std::nullopt;
}

// Both shares or neither: one alone would be completed by a guess.
stats::NetShares ReadShares(ObjectReader& reader) {
  const bool promoters_given = reader.Find("promoters") != nullptr;
  const bool detractors_given = reader.Find("detractors") != nullptr;
  stats::NetShares shares;
  shares.promoters = Within(reader, "promoters", 0, 1, detractors_given).value_or(shares.promoters);
  shares.detractors = Within(reader, "detractors", 0, 1, promoters_given).value_or(shares.detractors);
  const double sum = shares.promoters + shares.detractors;
  if (sum > 1 + 1e-9) {
    reader.Report("detractors", "shares_over_one", {fmt::format("{:.6g}", sum)},
                  fmt::format("{:.15g}", shares.detractors));
  }
  return shares;
}

// Counts are whole, and are written so.
json::value Count(double value) { return static_cast<std::int64_t>(value); }

json::value OrNull(const std::optional<double>& value) { return value ? json::value(*value) : json::value(nullptr); }

json::object Refused(const char* reason) {
  return {{"status", stats::StatusName(stats::Status::kRefused)}, {"reason", reason}};
}

json::object Told() { return {{"status", stats::StatusName(stats::Status::kOk)}, {"reason", ""}}; }

// Round sample sizes around the first marked one and up to the last, the marked ones among them, none above `most`.
std::vector<double> CurveSizes(const std::vector<double>& marked, double most) {
  const double around = marked.front();
  const double low = std::min(std::max(10.0, around / 10), most);
  const double high = std::min(std::max({100.0, around * 2, *std::max_element(marked.begin(), marked.end())}), most);
  std::vector<double> sizes(marked);
  for (double power = 1; power <= high; power *= 10) {
    for (const double step : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0})
      sizes.push_back(std::floor(step * power));
  }
  std::sort(sizes.begin(), sizes.end());
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  std::erase_if(sizes, [&](double size) {
    const bool mark = std::find(marked.begin(), marked.end(), size) != marked.end();
    return size < 1 || size > most || (!mark && (size < low || size > high));
  });
  return sizes;
}

// ---- how many for a margin ----

struct SampleRequest {
  stats::NetShares shares;
  double margin = 0, confidence = 0, design_effect = 0;
  std::optional<double> population, response_rate;
  bool finite_correction = true;

  // The base as the formulas are to see it: null asks for an endless one.
  std::optional<double> corrected() const { return finite_correction ? population : std::nullopt; }
};

SampleRequest ReadSample(const json::value& body) {
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  SampleRequest request;
  request.shares = ReadShares(reader);
  request.margin = Within(reader, "margin", 0.1, 100, true).value_or(1);
  request.confidence = Within(reader, "confidence", 0.5, 0.999).value_or(0.95);
  request.design_effect = Within(reader, "design_effect", 0.1, 100).value_or(1);
  request.population = WholeWithin(reader, "population", 1, kMostClients);
  request.response_rate = Within(reader, "response_rate", 0.001, 1);
  request.finite_correction = reader.Bool("finite_correction", true);
  reader.Finish();
  ThrowIfAny(std::move(problems));
  return request;
}

// What the base can give at most: everybody asked, so many answer.
json::value BestOf(const SampleRequest& request, double variance) {
  if (!request.population) return nullptr;
  const double n = std::floor(*request.population * request.response_rate.value_or(1) + 1e-9);
  const auto margin = stats::NetMargin(n, variance, request.corrected(), request.confidence);
  if (!margin) return nullptr;
  return json::object{{"n", Count(n)}, {"margin", *margin}};
}

json::array MarginCurve(const SampleRequest& request, double variance, const std::vector<double>& marked) {
  json::array curve;
  const double most = request.population.value_or(kMostClients);
  for (const double n : CurveSizes(marked, most)) {
    const auto margin = stats::NetMargin(n, variance, request.corrected(), request.confidence);
    if (margin) curve.push_back(json::object{{"n", Count(n)}, {"margin", *margin}});
  }
  return curve;
}

// ---- what change can be seen ----

struct DifferenceRequest {
  stats::NetShares shares;
  double design_effect = 0, power = 0, alpha = 0, correlation = 0;
  std::optional<double> n, difference;
};

DifferenceRequest ReadDifference(const json::value& body) {
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  DifferenceRequest request;
  request.shares = ReadShares(reader);
  request.design_effect = Within(reader, "design_effect", 0.1, 100).value_or(1);
  request.power = Within(reader, "power", 0.5, 0.999).value_or(0.8);
  request.alpha = Within(reader, "alpha", 0.001, 0.5).value_or(0.05);
  request.correlation = Within(reader, "correlation", 0, 0.99).value_or(0.5);
  const bool neither = !reader.Find("n") && !reader.Find("difference");
  request.n = WholeWithin(reader, "n", 1, kMostClients);
  request.difference = Within(reader, "difference", 0.1, 200);
  if (neither) reader.Report("n", "one_of_two", {"n", "difference"});
  reader.Finish();
  ThrowIfAny(std::move(problems));
  return request;
}

struct Waves {
  double variance, sd_change, power, alpha;

  double Separate(double n) const { return stats::NetDetectableDifference(variance, n, power, alpha); }
  double Same(double n) const { return stats::PairedDetectableDifference(n, sd_change, power, alpha); }
  double SeparateNeeded(double points) const {
    return std::ceil(stats::NetDifferenceSampleSize(variance, points, power, alpha) - 1e-9);
  }
  double SameNeeded(double points) const {
    return std::ceil(stats::PairedSampleSize(sd_change, points, power, alpha) - 1e-9);
  }
};

json::array DifferenceCurve(const Waves& waves, const DifferenceRequest& request) {
  std::vector<double> marked;
  if (request.n) marked.push_back(*request.n);
  if (request.difference) marked.push_back(waves.SeparateNeeded(*request.difference));
  json::array curve;
  for (const double n : CurveSizes(marked, kMostClients)) {
    curve.push_back(json::object{{"n", Count(n)}, {"separate", waves.Separate(n)}, {"same_people", waves.Same(n)}});
  }
  return curve;
}

// ---- quotas ----

struct Stratum {
  std::string name;
  double clients = 0, sd = 0;
  bool sd_assumed = false;
};

struct QuotaRequest {
  std::vector<Stratum> strata;
  double n = 0, clients = 0;
};

Stratum ReadStratum(const json::value& value, const std::string& path, double otherwise,
                    std::vector<Problem>& problems) {
  ObjectReader reader(value, path, problems);
  Stratum stratum;
  stratum.name = reader.String("name", true, 200).value_or("");
  stratum.clients = WholeWithin(reader, "clients", 0, kMostClients, true).value_or(0);
  const auto sd = Within(reader, "sd", 0, 100);
  stratum.sd = sd.value_or(otherwise);
  stratum.sd_assumed = !sd;
  reader.Finish();
  return stratum;
}

QuotaRequest ReadQuotas(const json::value& body) {
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  QuotaRequest request;
  const double otherwise = 100 * std::sqrt(stats::UnitVariance(ReadShares(reader)));
  request.n = WholeWithin(reader, "n", 1, kMostAnswers, true).value_or(0);
  if (const json::array* strata = reader.Array("strata", true)) {
    if (strata->empty() || strata->size() > kMostStrata) {
      reader.Report("strata", "items_range", {"1", std::to_string(kMostStrata)}, std::to_string(strata->size()));
    } else {
      for (std::size_t i = 0; i < strata->size(); ++i) {
        request.strata.push_back(ReadStratum((*strata)[i], fmt::format("strata[{}]", i), otherwise, problems));
        request.clients += request.strata.back().clients;
      }
    }
  }
  if (problems.empty() && request.n > request.clients) {
    reader.Report("n", "more_than_clients", {fmt::format("{:.0f}", request.clients)}, fmt::format("{:.0f}", request.n));
  }
  reader.Finish();
  ThrowIfAny(std::move(problems));
  return request;
}

constexpr std::pair<stats::QuotaRule, const char*> kRules[] = {
    {stats::QuotaRule::kProportional, "proportional"},
    {stats::QuotaRule::kNeyman, "neyman"},
    {stats::QuotaRule::kSquareRoot, "square_root"},
    {stats::QuotaRule::kEqual, "equal"},
};

json::array QuotasByRule(const QuotaRequest& request) {
  std::vector<double> clients, sd;
  for (const Stratum& stratum : request.strata) {
    clients.push_back(stratum.clients);
    sd.push_back(stratum.sd / 100);
  }
  json::array rules;
  for (const auto& [rule, name] : kRules) {
    const stats::QuotaPlan plan = stats::PlanQuotas(clients, sd, request.n, rule);
    json::array quotas;
    for (const double quota : plan.quotas) quotas.push_back(Count(quota));
    // A total of everybody needs an answer from every segment that has clients.
    const bool nobody = plan.status == stats::Status::kOk && !plan.se;
    rules.push_back(json::object{{"rule", name},
                                 {"status", stats::StatusName(nobody ? stats::Status::kUndefined : plan.status)},
                                 {"reason", nobody ? "segment_without_answers" : plan.reason},
                                 {"quotas", std::move(quotas)},
                                 {"se", OrNull(plan.se)}});
  }
  return rules;
}

// ---- response rates ----

json::object Rate(const char* key, double value, bool allowed = true) {
  json::object rate = allowed ? Told() : Refused("unknown_eligibility");
  rate["key"] = key;
  rate["value"] = allowed ? json::value(value) : json::value(nullptr);
  return rate;
}

}  // namespace

Response PostPlanSample(Services&, Request& http) {
  const SampleRequest request = ReadSample(BodyOf(http));
  const stats::SamplePlan plan =
      stats::PlanNetSample(request.shares, request.margin, request.confidence, request.design_effect,
                           request.corrected(), request.response_rate.value_or(1));
  // Everybody alike needs no answers by the formula, which knows only what it was told.
  const bool alike = plan.unit_variance < 1e-12;
  json::object reply = alike ? Refused("zero_variance") : Told();
  reply["unit_variance"] = plan.unit_variance;
  reply["simple"] = alike ? json::value(nullptr) : Count(plan.srs);
  reply["required"] = alike ? json::value(nullptr) : Count(plan.required);
  reply["invitations"] = alike || !request.response_rate ? json::value(nullptr) : Count(plan.invitations);
  reply["enough"] =
      alike || !request.population ? json::value(nullptr) : json::value(plan.invitations <= *request.population);
  const double variance = plan.unit_variance * request.design_effect;
  reply["best"] = alike ? json::value(nullptr) : BestOf(request, variance);
  std::vector<double> marked{plan.required};
  // Of a base that is large enough the most it can give lies far off the curve.
  const json::object* best = reply["best"].if_object();
  if (best && reply["enough"] == false) marked.push_back(best->at("n").to_number<double>());
  reply["curve"] = alike ? json::array() : MarginCurve(request, variance, marked);
  return Json(200, reply);
}

Response PostPlanDifference(Services&, Request& http) {
  const DifferenceRequest request = ReadDifference(BodyOf(http));
  const double variance = stats::UnitVariance(request.shares) * request.design_effect;
  const Waves waves{variance, stats::ChangeSd(variance, request.correlation), request.power, request.alpha};
  const bool alike = variance < 1e-12;
  const auto of = [&](auto value, auto compute) {
    return alike || !value ? json::value(nullptr) : json::value(compute(*value));
  };
  const auto count_of = [&](auto value, auto compute) {
    return alike || !value ? json::value(nullptr) : Count(compute(*value));
  };
  json::object reply = alike ? Refused("zero_variance") : Told();
  reply["unit_variance"] = stats::UnitVariance(request.shares);
  reply["sd_change"] = 100 * waves.sd_change;
  reply["separate"] = {{"detectable", of(request.n, [&](double n) { return waves.Separate(n); })},
                       {"required", count_of(request.difference, [&](double d) { return waves.SeparateNeeded(d); })}};
  reply["same_people"] = {{"detectable", of(request.n, [&](double n) { return waves.Same(n); })},
                          {"required", count_of(request.difference, [&](double d) { return waves.SameNeeded(d); })}};
  reply["curve"] = alike ? json::array() : DifferenceCurve(waves, request);
  return Json(200, reply);
}

Response PostPlanQuotas(Services&, Request& http) {
  const QuotaRequest request = ReadQuotas(BodyOf(http));
  json::array strata;
  for (const Stratum& stratum : request.strata) {
    strata.push_back(json::object{{"name", stratum.name},
                                  {"clients", Count(stratum.clients)},
                                  {"sd", stratum.sd},
                                  {"sd_assumed", stratum.sd_assumed}});
  }
  json::object reply = Told();
  reply["n"] = Count(request.n);
  reply["clients"] = Count(request.clients);
  reply["usual"] = "square_root";
  reply["strata"] = std::move(strata);
  reply["rules"] = QuotasByRule(request);
  return Json(200, reply);
}

Response PostPlanResponseRates(Services&, Request& http) {
  const json::value body = BodyOf(http);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  stats::Dispositions cases;
  const std::pair<const char*, double*> counts[] = {{"complete", &cases.complete},
                                                    {"partial", &cases.partial},
                                                    {"refusal", &cases.refusal},
                                                    {"no_contact", &cases.no_contact},
                                                    {"other", &cases.other},
                                                    {"unknown_household", &cases.unknown_household},
                                                    {"unknown_other", &cases.unknown_other},
                                                    {"not_eligible", &cases.not_eligible}};
  for (const auto& [key, count] : counts) *count = WholeWithin(reader, key, 0, kMostClients).value_or(0);
  const auto share = Within(reader, "eligible_share", 0, 1);
  reader.Finish();
  ThrowIfAny(std::move(problems));
  const stats::ResponseRates rates = stats::ComputeResponseRates(cases, share);
  const bool told = rates.status == stats::Status::kOk;
  json::array list;
  if (told) {
    const bool known = rates.rr5_rr6_allowed;
    list = {Rate("rr1", rates.rr1), Rate("rr2", rates.rr2),        Rate("rr3", rates.rr3),
            Rate("rr4", rates.rr4), Rate("rr5", rates.rr5, known), Rate("rr6", rates.rr6, known)};
  }
  return Json(200, json::object{{"status", stats::StatusName(rates.status)},
                                {"reason", rates.reason},
                                {"usual", "rr3"},
                                {"eligible_share", told ? json::value(rates.eligible_share) : json::value(nullptr)},
                                {"rates", std::move(list)}});
}

}  // namespace otklik::api
