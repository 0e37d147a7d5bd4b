#include <array>
#include <cmath>
#include <span>

#include "rows.hpp"
#include "stats/accounts.hpp"

namespace otklik::simulate {
namespace {

// One to four people answer for an account, two on average. The more there are, the less happy they are, a little:
// the mean over accounts, which is the truth of the column, lies two points above the mean over people.
constexpr std::array<double, 4> kSizeShares{.4, .3, .2, .1};
constexpr std::array<double, 4> kSizePoints{4, 0, -4, -8};

// Correlation of two inclinations within an account; answers in three categories correlate less, by .2 to .3.
constexpr double kLikeness = .4;

class AccountWorld {
 public:
  explicit AccountWorld(const Truth& truth)
      : cuts_{Cuts(Shifted(truth, kSizePoints[0])), Cuts(Shifted(truth, kSizePoints[1])),
              Cuts(Shifted(truth, kSizePoints[2])), Cuts(Shifted(truth, kSizePoints[3]))} {}

  std::vector<stats::AccountAnswers> Draw(Random& random, int accounts, double revenue_sigma) const {
    std::vector<stats::AccountAnswers> drawn(static_cast<std::size_t>(accounts));
    for (stats::AccountAnswers& account : drawn) {
      account.contacts = DrawContacts(random);
      account.revenue = revenue_sigma > 0 ? std::exp(revenue_sigma * random.Normal()) : 0;
    }
    return drawn;
  }

 private:
  stats::NetCounts DrawContacts(Random& random) const {
    double left = random.Uniform();
    std::size_t size = 0;
    while (size + 1 < kSizeShares.size() && left >= kSizeShares[size]) left -= kSizeShares[size++];
    const double common = std::sqrt(kLikeness) * random.Normal();
    stats::NetCounts counts;
    for (std::size_t i = 0; i <= size; ++i) {
      const int answer = cuts_[size].Answer(common + std::sqrt(1 - kLikeness) * random.Normal());
      (answer > 0 ? counts.promoters : answer < 0 ? counts.detractors : counts.passives) += 1;
    }
    return counts;
  }

  std::array<Cuts, 4> cuts_;
};

std::vector<AccountWorld> Worlds() {
  std::vector<AccountWorld> worlds;
  for (const Truth& truth : kTruths) worlds.emplace_back(truth);
  return worlds;
}

// The bounded one is what people are shown; the other stands next to it for comparison.
enum class Kind { kScore, kStudent };

double TruthOf(const Truth& truth, stats::AccountWeight weight) {
  if (weight != stats::AccountWeight::kContact) return NetOf(truth);
  double people = 0, points = 0;
  for (std::size_t size = 0; size < kSizeShares.size(); ++size) {
    const double part = kSizeShares[size] * static_cast<double>(size + 1);
    people += part;
    points += part * kSizePoints[size];
  }
  return NetOf(truth) + points / people;
}

stats::MeanOverAccounts MeanOf(std::span<const stats::AccountAnswers> accounts) {
  std::vector<stats::AccountMean> means;
  for (const stats::AccountAnswers& one : accounts) {
    const double n = one.contacts.n();
    const double ends = one.contacts.promoters + one.contacts.detractors;
    means.push_back({n, (one.contacts.promoters - one.contacts.detractors) / n, ends / n});
  }
  return stats::SummariseAccounts(means);
}

// What the mean over accounts is shown with.
std::optional<stats::Interval> ScoreOf(const stats::MeanOverAccounts& mean) {
  if (!mean.se || mean.alike) return std::nullopt;
  return stats::NetInterval(stats::EffectiveNet(mean), stats::NetMethod::kScore, kConfidence);
}

// What the mean over people is shown with: a query knows sums over accounts, not who is left out.
std::optional<stats::Interval> ScoreOfPeople(const std::vector<stats::AccountAnswers>& accounts) {
  const auto net = stats::EstimateClusteredNet(accounts, stats::AccountWeight::kContact, kConfidence);
  if (!net.estimate.interval) return std::nullopt;
  stats::NetCounts counts;
  for (const stats::AccountAnswers& one : accounts) {
    counts.promoters += one.contacts.promoters;
    counts.passives += one.contacts.passives;
    counts.detractors += one.contacts.detractors;
  }
  const double n = counts.n();
  const double size =
      stats::EffectiveAnswers(stats::NetUnitVariance(counts), *net.estimate.se / 100, n, *net.df, kConfidence);
  return stats::NetInterval({counts.promoters / n * size, counts.passives / n * size, counts.detractors / n * size},
                            stats::NetMethod::kScore, kConfidence);
}

Trial TrialOf(int accounts, stats::AccountWeight weight, double revenue_sigma, Kind kind) {
  return [=, worlds = Worlds()](Random& random, std::size_t truth) {
    const auto drawn = worlds[truth].Draw(random, accounts, revenue_sigma);
    if (weight == stats::AccountWeight::kAccount && kind == Kind::kScore) {
      return Covers(ScoreOf(MeanOf(drawn)), NetOf(kTruths[truth]));
    }
    if (weight == stats::AccountWeight::kContact && kind == Kind::kScore) {
      return Covers(ScoreOfPeople(drawn), TruthOf(kTruths[truth], weight));
    }
    const bool student = kind == Kind::kStudent;
    const auto error = student ? stats::ClusterError::kLinearised : stats::ClusterError::kJackknife;
    const stats::ClusteredNet net = stats::EstimateClusteredNet(drawn, weight, kConfidence, error);
    return Covers(student ? net.estimate.interval : net.score, TruthOf(kTruths[truth], weight));
  };
}

// All accounts there are, of whom the first `accounts` answered: whatever was drawn, they are as good as picked by
// chance.
Trial FiniteTrialOf(std::size_t accounts, int base) {
  return [=, worlds = Worlds()](Random& random, std::size_t truth) {
    const auto drawn = worlds[truth].Draw(random, base, 0);
    const auto answered = MeanOf(std::span(drawn).first(accounts));
    return Covers(ScoreOf(answered.OfBase(base)), 100 * MeanOf(drawn).mean);
  };
}

Text Named(Text what, Kind kind) {
  what.en += kind == Kind::kStudent ? ", t interval" : ", score interval";
  what.ru += kind == Kind::kStudent ? ", интервал Стьюдента" : ", интервал score";
  return what;
}

void AddClustered(std::vector<Row>& rows, stats::AccountWeight weight, const Text& what, Kind kind) {
  for (const int n : kSizes) {
    const std::string accounts = std::to_string(n / 2);
    rows.push_back({Table::kIntervals,
                    Named(what, kind),
                    {"about " + std::to_string(n) + ", " + accounts + " accounts",
                     "около " + std::to_string(n) + ", компаний " + accounts},
                    kind == Kind::kScore,
                    "clustered/" + accounts,
                    TrialOf(n / 2, weight, 0, kind)});
  }
}

void AddFinite(std::vector<Row>& rows, const Text& what) {
  constexpr std::pair<int, int> kBases[] = {{10, 22}, {25, 55}, {100, 200}};
  for (const auto& [accounts, base] : kBases) {
    const std::string count = std::to_string(accounts), all = std::to_string(base);
    rows.push_back({Table::kIntervals,
                    Named(what, Kind::kScore),
                    {count + " accounts of " + all, "компаний " + count + " из " + all},
                    true,
                    "clustered_finite/" + count,
                    FiniteTrialOf(static_cast<std::size_t>(accounts), base)});
  }
}

// Revenue is drawn apart from the answers, so the mean weighted by revenue is, in the long run, the mean over accounts.
void AddRevenue(std::vector<Row>& rows, double sigma, const Text& what, Kind kind) {
  for (const int n : kSizes) {
    const std::string accounts = std::to_string(n);
    rows.push_back({Table::kIntervals,
                    Named(what, kind),
                    {accounts + " accounts", "компаний " + accounts},
                    kind == Kind::kScore,
                    "revenue/" + what.en + "/" + accounts,
                    TrialOf(n, stats::AccountWeight::kRevenue, sigma, kind)});
  }
}

}  // namespace

std::vector<Row> AccountRows() {
  const Text by_person{"several people an account, mean over people",
                       "несколько человек от компании, среднее по людям"};
  const Text by_account{"several people an account, mean over accounts",
                        "несколько человек от компании, среднее по компаниям"};
  const Text uneven{"revenue weights, uneven (σ = 1)", "вес по выручке, неровной (σ = 1)"};
  const Text very_uneven{"revenue weights, very uneven (σ = 1.5)", "вес по выручке, очень неровной (σ = 1,5)"};
  std::vector<Row> rows;
  AddClustered(rows, stats::AccountWeight::kContact, by_person, Kind::kScore);
  for (const Kind kind : {Kind::kScore, Kind::kStudent}) {
    AddClustered(rows, stats::AccountWeight::kAccount, by_account, kind);
  }
  AddFinite(rows, {"several people an account, mean over accounts, finite base",
                   "несколько человек от компании, среднее по компаниям, конечная база"});
  for (const Kind kind : {Kind::kScore, Kind::kStudent}) AddRevenue(rows, 1, uneven, kind);
  for (const Kind kind : {Kind::kScore, Kind::kStudent}) AddRevenue(rows, 1.5, very_uneven, kind);
  return rows;
}

}  // namespace otklik::simulate
