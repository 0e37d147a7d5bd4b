#include "http/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>
#include <chrono>

#include "base/ids.hpp"
#include "base/text.hpp"

namespace otklik::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t kHeadReadBytes = 4 * 1024;
constexpr std::size_t kBodyReadBytes = 64 * 1024;

std::string ClientOf(const Request& request, const std::string& peer, const std::vector<std::string>& trusted_proxies) {
  const auto trusted = [&trusted_proxies](std::string_view address) {
    return std::find(trusted_proxies.begin(), trusted_proxies.end(), address) != trusted_proxies.end();
  };
  if (!trusted(peer)) return peer;
  // The last address that no trusted proxy has is the client's.
  std::string_view rest = request.Header("x-forwarded-for");
  while (!rest.empty()) {
    const auto comma = rest.rfind(',');
    std::string_view last = comma == std::string_view::npos ? rest : rest.substr(comma + 1);
    while (last.starts_with(' ')) last.remove_prefix(1);
    if (!trusted(last)) return std::string(last);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(0, comma);
  }
  return peer;
}

}  // namespace

Awaitable Read(beast::tcp_stream& stream, beast::flat_buffer& buffer, BeastRequest& parser, bool whole,
               error_code& ec) {
  parser.eager(whole);
  for (;;) {
    if (whole ? parser.is_done() : parser.is_header_done()) co_return;
    if (buffer.size() > 0) {
      const std::size_t used = parser.put(buffer.data(), ec);
      buffer.consume(used);
      if (!ec && used > 0) continue;
      if (ec && ec != bhttp::error::need_more) co_return;
    }
    ec.clear();
    const std::size_t size =
        co_await stream.async_read_some(buffer.prepare(whole ? kBodyReadBytes : kHeadReadBytes), UseError(ec));
    buffer.commit(size);
    if (ec) co_return;
  }
}

Awaitable Send(beast::tcp_stream& stream, std::string_view head, std::string_view body, error_code& ec) {
  const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body)};
  co_await asio::async_write(stream, parts, UseError(ec));
}

Awaitable Drain(beast::tcp_stream& stream) {
  constexpr std::size_t kMost = 64 << 20;
  std::vector<char> rest(64 * 1024);
  error_code ec;
  stream.socket().shutdown(tcp::socket::shutdown_send, ec);
  stream.expires_after(std::chrono::seconds(10));
  for (std::size_t taken = 0; taken < kMost && !ec;)
    taken += co_await stream.async_read_some(asio::buffer(rest), UseError(ec));
}

std::shared_ptr<Request> Decode(const BeastRequest::value_type& message, const std::string& peer,
                                const std::vector<std::string>& trusted_proxies) {
  auto request = std::make_shared<Request>();
  request->method = std::string(message.method_string());
  request->target = std::string(message.target());
  const auto question = request->target.find('?');
  request->path = UrlDecode(std::string_view(request->target).substr(0, question), false);
  if (question != std::string::npos)
    request->query = ParseQuery(std::string_view(request->target).substr(question + 1));
  for (const auto& field : message) {
    std::string name(field.name_string());
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    request->headers.emplace_back(std::move(name), std::string(field.value()));
  }
  request->peer = ClientOf(*request, peer, trusted_proxies);
  static thread_local SystemRandom random;
  request->id = random.NewSecret(9);
  return request;
}

bool IsCleanText(const Request& request) {
  const auto clean = [](const std::string& text) { return IsUtf8(text) && text.find('\0') == std::string::npos; };
  bool all = clean(request.path);
  for (const auto& [key, value] : request.query) all = all && clean(key) && clean(value);
  return all;
}

std::string Head(const Response& response, const std::string& id) {
  const auto reason = bhttp::obsolete_reason(bhttp::int_to_status(static_cast<unsigned>(response.status)));
  std::string head = fmt::format("HTTP/1.1 {} {}\r\n", response.status, std::string_view(reason.data(), reason.size()));
  head.reserve(1024);
  const auto add = [&head](std::string_view name, std::string_view value) {
    head.append(name).append(": ");
    const auto begin = static_cast<std::ptrdiff_t>(head.size());
    head.append(value).append("\r\n");
    std::replace_if(
        head.begin() + begin, head.end() - 2, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  };
  for (const auto& [name, value] : response.headers) add(name, value);
  if (!id.empty()) add("X-Request-Id", id);
  return head;
}

}  // namespace otklik::http
