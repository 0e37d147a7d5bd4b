#include "app/metrics_text.hpp"

#include <fmt/format.h>

namespace otklik::app {
namespace {

class Text {
 public:
  void Add(const char* name, const char* type, const char* help, auto value) {
    Head(name, type, help);
    Line(name, "", value);
  }
  void Head(const char* name, const char* type, const char* help) {
    out_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
  }
  void Line(const char* name, const std::string& labels, auto value) {
    out_ += fmt::format("{}{} {}\n", name, labels, value);
  }
  std::string Take() { return std::move(out_); }

 private:
  std::string out_;
};

}  // namespace

std::string MetricsText(Company& company, const api::EventHub& events, const http::ServerCounters& server) {
  Text text;
  text.Add("otklik_http_requests_total", "counter", "Requests answered.", server.requests.load());
  text.Add("otklik_http_connections_total", "counter", "Connections accepted.", server.connections.load());
  text.Add("otklik_http_busy_total", "counter", "Requests refused because the pool's queue was full.",
           server.refused_busy.load());
  const records::Writer::Counters& writer = company.writer->counters();
  text.Add("otklik_writer_transactions_total", "counter", "Committed transactions, one sync each.",
           writer.transactions.load());
  text.Add("otklik_writer_jobs_total", "counter", "Changes asked for.", writer.jobs.load());
  text.Add("otklik_writer_retried_batches_total", "counter", "Batches retried one by one.",
           writer.retried_batches.load());
  text.Add("otklik_writer_unknown_commits_total", "counter", "Commits with no known outcome.",
           writer.unknown_commits.load());
  text.Add("otklik_writer_waiting", "gauge", "Changes waiting for the writer.", company.writer->waiting());
  text.Add("otklik_answers_as_of", "gauge", "The columns include everything up to this number of the journal.",
           company.answers->as_of());
  text.Add("otklik_event_readers", "gauge", "Open live streams.", events.readers());
  text.Head("otklik_intake_step_total", "counter", "Runs of each intake step.");
  for (std::size_t i = 0; i < intake::kStepNames.size(); ++i) {
    text.Line("otklik_intake_step_total", fmt::format("{{step=\"{}\"}}", intake::kStepNames[i]),
              company.intake->steps()[i].count.load());
  }
  text.Head("otklik_intake_step_seconds_total", "counter", "Time spent in each intake step.");
  for (std::size_t i = 0; i < intake::kStepNames.size(); ++i) {
    text.Line("otklik_intake_step_seconds_total", fmt::format("{{step=\"{}\"}}", intake::kStepNames[i]),
              static_cast<double>(company.intake->steps()[i].nanoseconds.load()) / 1e9);
  }
  text.Head("otklik_intake_refused_total", "counter", "Responses refused, by reason.");
  for (const auto& [reason, count] : company.intake->refusals()) {
    text.Line("otklik_intake_refused_total", fmt::format("{{reason=\"{}\"}}", reason), count);
  }
  return text.Take();
}

}  // namespace otklik::app
