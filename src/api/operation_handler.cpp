#include "api/api.hpp"
#include "base/embedded.hpp"

namespace otklik::api {

using http::Request;
using http::Response;

namespace {

Response PlainText(int status, std::string text) {
  Response response;
  response.status = status;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}};
  response.body = std::move(text);
  return response;
}

std::string_view TypeOf(std::string_view path) {
  const auto ends = [path](std::string_view suffix) { return path.ends_with(suffix); };
  if (ends(".html")) return "text/html; charset=utf-8";
  if (ends(".js")) return "text/javascript; charset=utf-8";
  if (ends(".css")) return "text/css; charset=utf-8";
  if (ends(".svg")) return "image/svg+xml";
  if (ends(".woff2")) return "font/woff2";
  if (ends(".json")) return "application/json";
  return "application/octet-stream";
}

// The dashboard's own policy: no inline script or style; the preview of a survey is framed from the same origin.
constexpr const char* kAdminPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src "
    "'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

struct Asset {
  std::shared_ptr<const std::string> plain, gzip;
};

// Compressed once, at the first request.
const std::map<std::string_view, Asset>& Assets() {
  static const auto assets = [] {
    std::map<std::string_view, Asset> all;
    for (const auto& [path, bytes] : EmbeddedWeb()) {
      Asset asset{std::make_shared<std::string>(bytes), nullptr};
      if (!path.ends_with(".woff2")) asset.gzip = std::make_shared<std::string>(http::Gzip(bytes));
      all.emplace(path, std::move(asset));
    }
    return all;
  }();
  return assets;
}

Response AssetResponse(const Request& request, std::string_view path, const Asset& asset, bool immutable) {
  Response response;
  response.headers = {{"Content-Type", std::string(TypeOf(path))},
                      {"Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache"},
                      {"Vary", "Accept-Encoding"},
                      {"Content-Security-Policy", kAdminPolicy}};
  const bool gzip = asset.gzip && request.Header("accept-encoding").find("gzip") != std::string_view::npos;
  if (gzip) response.headers.emplace_back("Content-Encoding", "gzip");
  response.shared_body = gzip ? asset.gzip : asset.plain;
  AddSecurityHeaders(response);
  return response;
}

}  // namespace

Response GetHealth(Services&, Request&) { return PlainText(200, "ok\n"); }

Response GetReady(Services& services, Request&) {
  services.company.Get("company.name");  // throws when the records cannot be read
  return PlainText(200, "ready\n");
}

Response GetPrometheus(Services& services, Request&) {
  Response response = PlainText(200, services.metrics_text());
  response.headers[0].second = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

http::Handler GetAsset() {
  return [](std::shared_ptr<Request> request, http::Reply reply) {
    const std::string path = request->path.substr(1);
    const auto found = Assets().find(path);
    if (found == Assets().end())
      return reply(ProblemResponse(Fail(Code::kNotFound, "unknown_path", {}, {}, request->path), *request));
    reply(AssetResponse(*request, path, found->second, true));
  };
}

std::optional<Response> PageNotFound(const Request& request) {
  const bool page = request.method == "GET" && !request.path.starts_with("/api/") && !request.path.starts_with("/s/") &&
                    request.Header("accept").find("text/html") != std::string_view::npos;
  const auto index = Assets().find("index.html");
  if (!page || index == Assets().end()) return std::nullopt;
  Response response = AssetResponse(request, "index.html", index->second, false);
  response.status = 404;
  return response;
}

http::Handler GetAdmin() {
  return [](std::shared_ptr<Request> request, http::Reply reply) {
    const auto page = Assets().find("index.html");
    if (page == Assets().end()) {
      Response none = PlainText(200, "This build has no dashboard: run ./run, which makes web/dist first.\n");
      AddSecurityHeaders(none);
      return reply(std::move(none));
    }
    reply(AssetResponse(*request, "index.html", page->second, false));
  };
}

}  // namespace otklik::api
