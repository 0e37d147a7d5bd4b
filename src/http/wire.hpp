// HTTP messages on a connection: reading requests, writing replies. Beast's parser is fed by hand and replies are put
// together by hand, because Beast's composed operations cost half a minute of compiling each.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/http.hpp"

namespace otklik::http {

using Awaitable = boost::asio::awaitable<void>;
using BeastRequest = boost::beast::http::request_parser<boost::beast::http::string_body>;

inline auto UseError(boost::system::error_code& ec) {
  return boost::asio::redirect_error(boost::asio::use_awaitable, ec);
}

// Feeds the parser until the header, or all of the message, is there.
Awaitable Read(boost::beast::tcp_stream& stream, boost::beast::flat_buffer& buffer, BeastRequest& parser, bool whole,
               boost::system::error_code& ec);
Awaitable Send(boost::beast::tcp_stream& stream, std::string_view head, std::string_view body,
               boost::system::error_code& ec);
// A refused body is read to its end, within bounds: closing on unread input would cost the sender the reply.
Awaitable Drain(boost::beast::tcp_stream& stream);

// Header names in lower case, path and query decoded, an id of its own; `peer` is the connection's other end. The body
// stays with the parser.
std::shared_ptr<Request> Decode(const BeastRequest::value_type& message, const std::string& peer,
                                const std::vector<std::string>& trusted_proxies);
// Path and query go into messages and queries: UTF-8 without U+0000, or nothing.
bool IsCleanText(const Request& request);
// Status line and headers without the last empty line. Nothing in a value can end its line.
std::string Head(const Response& response, const std::string& id);

}  // namespace otklik::http
