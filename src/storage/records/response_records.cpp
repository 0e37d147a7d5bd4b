#include "storage/records/response_records.hpp"

#include <soci/soci.h>

#include <limits>

#include "base/text.hpp"
#include "storage/records/people_records.hpp"
#include "storage/records/response_row.hpp"

namespace otklik::records {

using intake::Saved;
using intake::StoredResponse;

// Prepared once per writing session; bound to the members of `row`.
class ResponseRecords::Statements {
 public:
  explicit Statements(soci::session& session) : insert_(session), update_(session), find_(session), claim_(session) {
    row.BindAll(insert_);
    Prepare(insert_, "insert_response");
    row.BindUpdate(update_);
    Prepare(update_, "update_response");
    find_.exchange(soci::use(row.id));
    find_.exchange(soci::into(found_seq));
    find_.exchange(soci::into(found_status));
    find_.exchange(soci::into(found_hash));
    find_.exchange(soci::into(found_survey));
    Prepare(find_, "find_response_state");
    claim_.exchange(soci::use(row.id));
    claim_.exchange(soci::use(row.token_hash));
    claim_.exchange(soci::use(row.id));
    Prepare(claim_, "claim_link");
  }

  bool Insert() { return Changed(insert_); }
  bool Update() { return Changed(update_); }
  bool ClaimLink() { return Changed(claim_); }
  bool FindState() {
    const bool found = find_.execute(true);
    return found;
  }

  ResponseRow row;
  long long found_seq = 0;
  std::string found_status, found_hash, found_survey;

 private:
  static void Prepare(soci::statement& statement, const char* name) {
    statement.alloc();
    statement.prepare(Sql(name));
    statement.define_and_bind();
  }
  static bool Changed(soci::statement& statement) {
    statement.execute(true);
    return statement.get_affected_rows() > 0;
  }

  soci::statement insert_, update_, find_, claim_;
};

ResponseRecords::ResponseRecords(Database& database, Writer& writer) : database_(database), writer_(writer) {
  database_.OnReopen([this] { statements_.reset(); });
}

ResponseRecords::~ResponseRecords() { database_.OnReopen({}); }

ResponseRecords::Statements& ResponseRecords::Prepared(WriteContext& context) {
  if (!statements_) statements_ = std::make_unique<Statements>(context.session());
  return *statements_;
}

bool ResponseRecords::Save(StoredResponse response, intake::SaveDone done) {
  struct Work {
    StoredResponse response;
    Result<Saved> saved = Saved{};
  };
  auto work = std::make_shared<Work>();
  work->response = std::move(response);
  const auto job = [this, work](WriteContext& context) -> Result<void> {
    work->saved = SaveNow(context, work->response);
    if (!work->saved) return work->saved.error();
    return {};
  };
  const auto finished = [work, done = std::move(done)](const Result<void>& result) {
    if (!result) return done(result.error());
    done(work->saved);
  };
  // Not isolated: SaveNow refuses only before it changes anything, and a savepoint each would cost more than the
  // insert.
  return writer_.Submit(job, finished, false);
}

Result<Saved> ResponseRecords::SaveNow(WriteContext& context, StoredResponse& response) {
  Statements& statements = Prepared(context);
  const bool counted = response.status != "started";
  response.seq = counted ? context.NextSeq() : 0;
  // While it is being filled in the time of the last page is needed; afterwards an anonymous one keeps only its day.
  response.changed_at = response.anonymous && counted ? response.finished_at : context.now();
  statements.row.Assign(response);
  if (!response.token_hash.empty() && !statements.ClaimLink()) {
    return Fail(Code::kConflict, "token_used", {}, "token");
  }
  if (!statements.Insert() && !statements.Update()) return Existing(context, response);
  if (response.person) MergePerson(context, *response.person);
  if (counted) {
    context.Journal("response", response.id, "respondent", std::make_shared<const StoredResponse>(response),
                    response.anonymous ? response.finished_at : context.now());
  }
  return Saved{response.seq, false};
}

Result<Saved> ResponseRecords::Existing(WriteContext& context, const StoredResponse& response) {
  Statements& statements = Prepared(context);
  if (!statements.FindState()) return Fail(Code::kInternal, "internal_error");
  const bool same = statements.found_status != "started" && statements.found_survey == response.survey &&
                    statements.found_hash == response.body_hash;
  if (response.status != "started" && same) {
    return Saved{static_cast<std::uint64_t>(statements.found_seq), true};
  }
  return Fail(Code::kConflict, "different_body", {}, "id", response.id);
}

Result<std::uint64_t> ResponseRecords::SaveHistory(std::vector<StoredResponse>& rows) {
  std::uint64_t added = 0;
  const auto saved = writer_.Run([&](WriteContext& context) -> Result<void> {
    Statements& statements = Prepared(context);
    added = 0;
    for (StoredResponse& response : rows) {
      response.seq = context.NextSeq();
      statements.row.Assign(response);
      const bool fresh = statements.Insert();
      if (fresh) context.TakeSeq();
      if (!fresh) response.seq = 0;
      added += fresh;
    }
    return {};
  });
  if (!saved) return saved.error();
  return added;
}

std::optional<StoredResponse> ResponseRecords::FindOne(const std::string& id, bool hidden_too) {
  const auto session = database_.Read();
  ResponseRow row;
  const int hidden = hidden_too ? 1 : 0;
  soci::statement find(*session);
  row.IntoAll(find);
  find.exchange(soci::use(id));
  find.exchange(soci::use(hidden));
  find.alloc();
  find.prepare(Sql("find_response"));
  find.define_and_bind();
  if (!find.execute(true)) return std::nullopt;
  return row.Response();
}

std::optional<StoredResponse> ResponseRecords::Find(const std::string& id) { return FindOne(id, true); }

std::optional<StoredResponse> ResponseRecords::Find(const std::string& id, const Scope& scope) {
  auto found = FindOne(id, false);
  if (found && !scope.partner().empty() && found->partner != scope.partner()) return std::nullopt;
  return found;
}

std::uint64_t ResponseRecords::NewestSeq() {
  const auto session = database_.Read();
  long long seq = 0;
  *session << Sql("get_seq"), soci::into(seq);
  return static_cast<std::uint64_t>(seq);
}

std::vector<StoredResponse> ResponseRecords::ListAfter(std::uint64_t after, int count) {
  const auto session = database_.Read();
  ResponseRow row;
  const long long after_seq = static_cast<long long>(after);
  soci::statement list(*session);
  row.IntoAll(list);
  list.exchange(soci::use(after_seq));
  list.exchange(soci::use(count));
  list.alloc();
  list.prepare(Sql("list_responses_after"));
  list.define_and_bind();
  std::vector<StoredResponse> rows;
  for (bool more = list.execute(true); more; more = list.fetch()) rows.push_back(row.Response());
  return rows;
}

namespace {

// Who has a personal link may put it off for a week: the link can be used once, and it would be lost to them.
constexpr TimeMs kLinkLongerMs = 7LL * 24 * 3'600'000;
constexpr long long kNewest = std::numeric_limits<long long>::max();

// LIKE's own characters in what a person typed stand for themselves.
std::string Pattern(const std::string& words) {
  if (words.empty()) return {};
  std::string out = "%";
  for (const char c : Fold(words)) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out + "%";
}

std::vector<StoredResponse> Fetch(soci::statement& statement, ResponseRow& row, const char* sql) {
  statement.alloc();
  statement.prepare(Sql(sql));
  statement.define_and_bind();
  std::vector<StoredResponse> rows;
  for (bool more = statement.execute(true); more; more = statement.fetch()) rows.push_back(row.Response());
  return rows;
}

}  // namespace

std::vector<StoredResponse> ResponseRecords::List(const insight::ResponseFilter& f, const Scope& scope) {
  const auto session = database_.Read();
  ResponseRow row;
  soci::statement list(*session);
  row.IntoAll(list);
  const long long after = static_cast<long long>(f.after),
                  before = f.before ? static_cast<long long>(f.before) : kNewest;
  const int score_from = f.score_from.value_or(-1), score_to = f.score_to.value_or(1000);
  const int day_from = f.from.value_or(-1), day_to = f.to.value_or(1'000'000);
  const int with_comment = f.only_with_comment, only_starred = f.only_starred;
  const std::string pattern = Pattern(f.words);
  list.exchange(soci::use(after, "after")), list.exchange(soci::use(before, "before"));
  list.exchange(soci::use(f.survey, "survey")), list.exchange(soci::use(f.channel, "channel"));
  list.exchange(soci::use(f.stage, "stage")), list.exchange(soci::use(f.segment, "segment"));
  list.exchange(soci::use(f.account, "account")), list.exchange(soci::use(f.role, "role"));
  list.exchange(soci::use(score_from, "score_from")), list.exchange(soci::use(score_to, "score_to"));
  list.exchange(soci::use(day_from, "day_from")), list.exchange(soci::use(day_to, "day_to"));
  list.exchange(soci::use(with_comment, "with_comment")), list.exchange(soci::use(only_starred, "only_starred"));
  list.exchange(soci::use(pattern, "pattern")), list.exchange(soci::use(scope.partner(), "scope"));
  list.exchange(soci::use(f.limit, "count"));
  return Fetch(list, row, "list_responses");
}

insight::SurveyCounts ResponseRecords::CountsOf(const std::string& survey, const Scope& scope) {
  const auto session = database_.Read();
  long long all = 0, finished = 0, abandoned = 0, last = 0;
  *session << Sql("count_survey_responses"), soci::use(survey, "survey"), soci::use(scope.partner(), "scope"),
      soci::into(all), soci::into(finished), soci::into(abandoned), soci::into(last);
  return {static_cast<std::uint64_t>(all), static_cast<std::uint64_t>(finished), static_cast<std::uint64_t>(abandoned),
          last};
}

std::uint64_t ResponseRecords::CountOfVersion(const std::string& survey, int version, const Scope& scope) {
  const auto session = database_.Read();
  long long count = 0;
  *session << Sql("count_version_responses"), soci::use(survey, "survey"), soci::use(version, "version"),
      soci::use(scope.partner(), "scope"), soci::into(count);
  return static_cast<std::uint64_t>(count);
}

std::map<std::string, insight::NewCounts> ResponseRecords::CountNew(TimeMs since, std::uint64_t after,
                                                                    const Scope& scope) {
  const auto session = database_.Read();
  const long long from = since, above = static_cast<long long>(after);
  std::string survey;
  long long all = 0, with_comment = 0, unhappy = 0;
  const std::string partner = scope.partner();
  soci::statement list =
      (session->prepare << Sql("count_new_responses"), soci::use(above, "after"), soci::use(from, "since"),
       soci::use(partner, "scope"), soci::into(survey), soci::into(all), soci::into(with_comment), soci::into(unhappy));
  std::map<std::string, insight::NewCounts> counts;
  for (bool more = list.execute(true); more; more = list.fetch()) {
    counts[survey] = {static_cast<std::uint64_t>(all), static_cast<std::uint64_t>(with_comment),
                      static_cast<std::uint64_t>(unhappy)};
  }
  return counts;
}

Result<int> ResponseRecords::CloseAbandoned(TimeMs before, const TimeZone& zone,
                                            const std::function<bool(const std::string&)>& is_anonymous) {
  auto closed = std::make_shared<int>(0);
  const auto job = [=, this, &zone, &is_anonymous](WriteContext& context) -> Result<void> {
    ResponseRow row;
    const long long limit = before, of_links = before - kLinkLongerMs;
    std::vector<StoredResponse> stale;
    {
      soci::statement list(context.session());
      row.IntoAll(list);
      list.exchange(soci::use(limit, "before")), list.exchange(soci::use(of_links, "linked_before"));
      stale = Fetch(list, row, "list_stale_responses");
    }
    for (StoredResponse& response : stale) {
      response.status = "abandoned";
      response.finished_at = response.changed_at;  // its last page
      response.day = zone.DayOf(response.finished_at);
      response.anonymous = is_anonymous(response.survey);
      if (response.anonymous) response.finished_at = zone.StartOfDay(response.day);
      response.token_hash.clear();  // claimed already
      if (const auto saved = SaveNow(context, response); !saved) return saved.error();
    }
    *closed = static_cast<int>(stale.size());
    return {};
  };
  if (const auto result = writer_.Run(job); !result) return result.error();
  return *closed;
}

Result<void> ResponseRecords::Star(const std::string& id, bool starred, const std::string& actor) {
  return writer_.Run([=](WriteContext& context) -> Result<void> {
    const int value = starred;
    soci::statement update = (context.session().prepare << Sql("star_response"), soci::use(value), soci::use(id));
    update.execute(true);
    if (update.get_affected_rows() == 0) return Fail(Code::kNotFound, "unknown_response", {}, "id", id);
    context.Journal(starred ? "response_starred" : "response_unstarred", id, actor);
    return {};
  });
}

}  // namespace otklik::records
