#include "app/serve.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/spdlog.h>

#include <boost/json/serialize.hpp>
#include <chrono>
#include <cstdio>

#include "app/company.hpp"
#include "app/control.hpp"
#include "app/metrics_text.hpp"
#include "app/progress.hpp"
#include "app/routes.hpp"
#include "base/messages.hpp"

namespace otklik::app {
namespace {

constexpr int kStopTimeoutMs = 10'000;
constexpr int kEventBacklog = 200;  // responses a reader may have missed before it is told to fetch anew
constexpr std::size_t kEventsAtOnce = 50;

// The live events of everything with from < seq <= to.
std::optional<std::string> RenderEvents(api::Services& services, const std::string& epoch, std::uint64_t from,
                                        std::uint64_t to) {
  insight::ResponseFilter filter;
  filter.after = from;
  filter.before = to + 1;
  filter.limit = kEventBacklog;
  const auto rows = services.responses.List(filter, Scope::Company());
  if (rows.size() > kEventsAtOnce) return std::nullopt;
  std::string text;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    const auto survey = services.surveys.Find(row->survey);
    if (!survey || survey->current().questionnaire.anonymous) continue;
    const json::object data{{"seq", row->seq}, {"response", api::ResponseItem(services, *row)}};
    text += fmt::format("id: {}-{}\nevent: response\ndata: {}\n\n", epoch, row->seq, json::serialize(data));
  }
  return text;
}

void PrintWelcome(const std::string& url, Company& company) {
  const Language language = LanguageFrom(company.config.language, Language::kRussian);
  const auto line = [language, &url](const char* key) {
    fmt::print("  {}\n", Say(Problem{key, {url}, {}, {}}, language));
  };
  fmt::print("\n");
  line("serving_at");
  if (company.is_demo()) {
    line("demo_logins");
    line("demo_survey");
  } else if (company.access->ListUsers().empty()) {
    line("first_run");
  }
  fmt::print("\n");
  std::fflush(stdout);
}

Result<void> Load(Company& company, const ServeOptions& options) {
  const Language language = LanguageFrom(company.config.language, Language::kRussian);
  const bool fresh = company.access->ListUsers().empty() && company.surveys->All()->empty();
  if (options.demo && fresh) {
    Progress progress(Say("loading_demo", language));
    const Day yesterday = company.intake->time_zone().DayOf(company.clock.Now()) - 1;
    if (auto loaded = company.LoadDemo(yesterday, progress.callback()); !loaded) return loaded;
  }
  Progress progress(Say("loading_answers", language));
  return company.LoadAnswers(progress.callback());
}

int FailWith(const Error& error, const Config& config) {
  fmt::print(stderr, "{}\n", Explain(error, LanguageFrom(config.language, Language::kRussian)));
  return 1;
}

// SIGINT and SIGTERM reach only WaitForStop; to be called before any thread starts.
sigset_t BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

api::Services MakeServices(Company& company, api::EventHub& events, const std::string& control_secret) {
  return api::Services{
      .clock = company.clock,
      .random = company.random,
      .surveys = *company.surveys,
      .survey_store = *company.survey_records,
      .people = *company.people,
      .intake = *company.intake,
      .response_store = *company.responses,
      .responses = *company.responses,
      .company = *company.settings,
      .access = *company.access,
      .answers = *company.answers,
      .own_metrics = *company.own_metrics,
      .events = events,
      .labels = company.labels,
      .public_url = company.config.url(),
      .control_hash = HashToken(control_secret),
      .secure_cookies = company.config.secure_cookies,
      .demo = company.is_demo(),
      .query_threads = company.config.query_threads,
      .on_questionnaire = [&company](const survey::Questionnaire& q) { company.answers->AddQuestionnaire(q); },
      .metrics_text = {}};
}

http::ServerConfig ServerConfigOf(const Config& config) {
  http::ServerConfig server;
  server.address = config.address();
  server.port = static_cast<std::uint16_t>(config.port());
  server.io_threads = config.io_threads;
  server.pool_threads = config.work_threads;
  server.trusted_proxies = config.trusted_proxies;
  return server;
}

// The message as fields: those that are already (event=...) as they are, a sentence as event="...".
class FieldsFlag : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
    const std::string_view text(message.payload.data(), message.payload.size());
    const bool fields = text.starts_with("event=");
    std::string line = fields ? "" : "event=\"";
    for (const char c : text) {
      if (!fields && (c == '"' || c == '\\')) line += '\\';
      line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    if (!fields) line += '"';
    out.append(line.data(), line.data() + line.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<FieldsFlag>(); }
};

// One line an event, name=value: time, level, event and what belongs to it.
void StartLog(const std::string& level) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<FieldsFlag>('*').set_pattern("time=%Y-%m-%dT%H:%M:%S.%e%z level=%l %*");
  spdlog::set_formatter(std::move(formatter));
  spdlog::set_level(spdlog::level::from_str(level));
}

}  // namespace

int Serve(const Config& config, const ServeOptions& options) {
  const sigset_t signals = BlockStopSignals();
  StartLog(config.log_level);
  const SystemClock clock;
  auto opened = Company::Open(config, clock);
  if (!opened) return FailWith(opened.error(), config);
  Company& company = **opened;
  const std::string& epoch = company.epoch;
  api::EventHub events(epoch);
  company.on_applied = [&events](std::uint64_t seq) { events.Applied(seq); };
  if (const auto loaded = Load(company, options); !loaded) return FailWith(loaded.error(), config);
  // What an import that was cut off left hidden.
  if (const auto swept = company.imports->Sweep(); !swept) return FailWith(swept.error(), config);

  const std::string control_secret = company.random.NewSecret(32);
  api::Services services = MakeServices(company, events, control_secret);
  http::Server server(
      ServerConfigOf(config), MakeRouter(services, company),
      [&services](http::Request& request, const http::Route& route) { return api::Gate(services, request, route); },
      [&company](const Error& error, const http::Request& request) {
        // A body too large is refused before the intake sees it, and is a refused response all the same.
        const bool sent = request.method == "POST" && request.path.starts_with("/api/v1/surveys/") &&
                          request.path.ends_with("/responses");
        if (sent && error.code == Code::kTooLarge) company.intake->CountRefusal(error.problems.front().key);
        if (error.problems.front().key == "unknown_path") {
          if (auto page = api::PageNotFound(request)) return std::move(*page);
        }
        return api::ProblemResponse(error, request);
      });
  services.metrics_text = [&] { return MetricsText(company, events, server.counters()); };
  events.Start([&](std::uint64_t from, std::uint64_t to) { return RenderEvents(services, epoch, from, to); },
               company.answers->as_of());
  if (const auto started = server.Start(); !started) return FailWith(started.error(), config);
  if (config.public_url.empty())
    services.public_url = "http://" + config.address() + ":" + std::to_string(server.port());
  const ControlFile control(config.data, config.address(), server.port(), control_secret);
  company.StartHousekeeping();
  company.writer->on_lost = [] {
    spdlog::critical("another server has taken this database over; stopping");
    kill(getpid(), SIGTERM);
  };
  PrintWelcome(services.public_url, company);
  int signal = 0;
  sigwait(&signals, &signal);
  spdlog::info("stopping");
  server.Stop(kStopTimeoutMs);
  events.Stop();
  company.Stop();
  return 0;
}

}  // namespace otklik::app
