// A client that loads a server on loopback, and the disk's own pace for comparison. Each mode prints one line of JSON.
//   load post PORT SURVEY SECONDS CONNECTIONS   responses one after another on every connection
//   load get PORT PATH SECONDS CONNECTIONS      a page, compressed, one after another on every connection
//   load paced PORT SURVEY RATE SECONDS         responses at Poisson times, late ones count from when they were due
//   load sync FOLDER RATE SECONDS BYTES         write and fdatasync at Poisson times, likewise
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Random = std::mt19937_64;

double Since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

[[noreturn]] void Die(const std::string& what) {
  std::fprintf(stderr, "load: %s\n", what.c_str());
  std::exit(1);
}

std::string NewUuid(Random& random) {
  char text[40];
  const std::uint64_t a = random(), b = random();
  std::snprintf(text, sizeof text, "%08x-%04x-4%03x-8%03x-%012llx", static_cast<unsigned>(a >> 32),
                static_cast<unsigned>(a >> 16) & 0xffff, static_cast<unsigned>(a) & 0xfff,
                static_cast<unsigned>(b >> 52), static_cast<unsigned long long>(b & 0xffffffffffff));
  return text;
}

std::string PostOf(const std::string& survey, Random& random) {
  const std::string body = R"({"id":")" + NewUuid(random) + R"(","answers":{"recommend":)" +
                           std::to_string(random() % 11) + R"(,"overall":)" + std::to_string(1 + random() % 5) +
                           R"(,"why":"Курьер приехал вовремя, но коробка была помята с одного угла."},)"
                           R"("channel":"web","language":"ru"})";
  return "POST /api/v1/surveys/" + survey +
         "/responses HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

int Connect(int port) {
  const int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) Die("cannot connect");
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket_;
}

void SendAll(int socket_, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) Die("the server closed the connection");
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

// Bytes of the whole reply at the front of `text`, 0 while it is not there. Dies on any status but the expected one.
std::size_t WholeReply(std::string_view text, std::string_view status) {
  const auto head = text.find("\r\n\r\n");
  if (head == std::string_view::npos) return 0;
  if (text.substr(9, 3) != status)
    Die("answered " + std::string(text.substr(0, std::min<std::size_t>(600, text.size()))));
  const auto length = text.find("Content-Length: ");
  if (length == std::string_view::npos || length > head) Die("a reply without a length");
  const std::size_t whole = head + 4 + std::strtoull(text.data() + length + 16, nullptr, 10);
  return text.size() >= whole ? whole : 0;
}

void Receive(int socket_, std::string& buffer) {
  char part[16384];
  const ssize_t got = recv(socket_, part, sizeof part, 0);
  if (got <= 0) Die("the server closed the connection");
  buffer.append(part, static_cast<std::size_t>(got));
}

void Print(std::vector<double> seconds, double took, std::size_t bytes) {
  std::sort(seconds.begin(), seconds.end());
  const auto at = [&](double share) {
    return seconds.empty() ? 0 : seconds[static_cast<std::size_t>(share * static_cast<double>(seconds.size() - 1))];
  };
  std::printf("{\"count\":%zu,\"seconds\":%.4f,\"p50_ms\":%.4f,\"p99_ms\":%.4f,\"bytes\":%zu}\n", seconds.size(), took,
              at(0.5) * 1e3, at(0.99) * 1e3, bytes);
}

struct Connection {
  int socket = -1;
  std::string buffer;
  Clock::time_point sent;
};

// One thread keeps every connection busy with one request at a time.
void Closed(int port, double run_s, int count, std::string_view status, const std::function<std::string()>& request) {
  const int poll = epoll_create1(EPOLL_CLOEXEC);
  std::vector<Connection> connections(static_cast<std::size_t>(count));
  const auto begin = Clock::now();
  for (std::size_t i = 0; i < connections.size(); ++i) {
    connections[i].socket = Connect(port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    epoll_ctl(poll, EPOLL_CTL_ADD, connections[i].socket, &event);
    connections[i].sent = Clock::now();
    SendAll(connections[i].socket, request());
  }
  std::vector<double> times;
  std::size_t bytes = 0, under_way = connections.size();
  std::vector<epoll_event> events(connections.size());
  while (under_way > 0) {
    const int ready = epoll_wait(poll, events.data(), count, 10'000);
    if (ready <= 0) Die("no reply for ten seconds");
    for (int i = 0; i < ready; ++i) {
      Connection& one = connections[events[static_cast<std::size_t>(i)].data.u64];
      Receive(one.socket, one.buffer);
      const std::size_t whole = WholeReply(one.buffer, status);
      if (whole == 0) continue;
      times.push_back(Since(one.sent));
      bytes = whole;
      one.buffer.erase(0, whole);
      if (Since(begin) >= run_s) {
        --under_way;
        continue;
      }
      one.sent = Clock::now();
      SendAll(one.socket, request());
    }
  }
  Print(std::move(times), Since(begin), bytes);
}

// `work` at Poisson times on enough threads that none is missed; its time counts from when it was due.
void Paced(double rate, double run_s, int threads, const std::function<std::function<void()>(int)>& worker) {
  Random random(20'261'122);
  std::exponential_distribution<double> gap(rate);
  std::vector<double> due;
  for (double at = gap(random); at < run_s; at += gap(random)) due.push_back(at);
  std::vector<double> times(due.size());
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> pool;
  std::vector<std::function<void()>> work;
  for (int i = 0; i < threads; ++i) work.push_back(worker(i));
  const auto begin = Clock::now();
  for (int i = 0; i < threads; ++i) {
    pool.emplace_back([&, i] {
      for (std::size_t mine = next++; mine < due.size(); mine = next++) {
        std::this_thread::sleep_until(
            begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(due[mine])));
        work[static_cast<std::size_t>(i)]();
        times[mine] = Since(begin) - due[mine];
      }
    });
  }
  for (std::thread& thread : pool) thread.join();
  Print(std::move(times), Since(begin), 0);
}

std::function<void()> PacedPost(int port, const std::string& survey, int worker) {
  return [socket_ = Connect(port), survey, random = Random(std::random_device{}() + static_cast<unsigned>(worker)),
          buffer = std::string()]() mutable {
    SendAll(socket_, PostOf(survey, random));
    do Receive(socket_, buffer);
    while (WholeReply(buffer, "201") == 0);
    buffer.clear();
  };
}

std::function<void()> PacedSync(const std::string& folder, std::size_t bytes, int worker) {
  const std::string path = folder + "/sync." + std::to_string(worker);
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) Die("cannot write to " + path);
  unlink(path.c_str());
  return [file, block = std::string(bytes, 'x')] {
    if (write(file, block.data(), block.size()) != static_cast<ssize_t>(block.size()) || fdatasync(file) != 0)
      Die("sync failed");
  };
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() < 5)
    Die("post PORT SURVEY SECONDS CONNECTIONS | get PORT PATH SECONDS CONNECTIONS | paced PORT SURVEY RATE SECONDS | "
        "sync FOLDER RATE SECONDS BYTES");
  const std::string& mode = args[0];
  if (mode == "post") {
    Random random(std::random_device{}());
    Closed(std::stoi(args[1]), std::stod(args[3]), std::stoi(args[4]), "201", [&] { return PostOf(args[2], random); });
  } else if (mode == "get") {
    const std::string request = "GET " + args[2] + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n";
    Closed(std::stoi(args[1]), std::stod(args[3]), std::stoi(args[4]), "200", [&] { return request; });
  } else if (mode == "paced") {
    Paced(std::stod(args[3]), std::stod(args[4]), 32, [&](int i) { return PacedPost(std::stoi(args[1]), args[2], i); });
  } else if (mode == "sync") {
    // One file and one thread at a time, like the one log of a database.
    std::mutex one;
    const auto write = PacedSync(args[1], std::stoul(args[4]), 0);
    Paced(std::stod(args[2]), std::stod(args[3]), 32, [&](int) {
      return [&] {
        const std::lock_guard lock(one);
        write();
      };
    });
  } else {
    Die("unknown mode " + mode);
  }
  return 0;
}
