// Work over chunks on several threads: each gets a run of neighbouring chunks of about equal rows.
#pragma once

#include <cstdint>
#include <thread>
#include <utility>
#include <vector>

#include "answers/scan.hpp"

namespace otklik::answers {

struct ChunkTask {
  const TableScan* scan = nullptr;
  const Chunk* chunk = nullptr;
};

inline std::vector<ChunkTask> TasksOf(const std::vector<TableScan>& scans) {
  std::vector<ChunkTask> tasks;
  for (const TableScan& scan : scans) {
    for (const auto& chunk : scan.table->chunks) tasks.push_back({&scan, chunk.get()});
  }
  return tasks;
}

// Calls work(worker, task) for every task and done(worker) at the end of each of workers.size() threads; the calling
// thread is one of them. A worker is used by one thread only.
template <class Worker, class Work, class Done>
void ForEachChunk(const std::vector<ChunkTask>& tasks, std::vector<Worker>& workers, Work work, Done done) {
  std::uint64_t rows = 0;
  for (const ChunkTask& task : tasks) rows += task.chunk->rows;
  const auto run = [&](std::size_t index) {
    const std::uint64_t begin = rows * index / workers.size();
    const std::uint64_t end = rows * (index + 1) / workers.size();
    std::uint64_t at = 0;
    for (const ChunkTask& task : tasks) {
      if (at >= begin && at < end) work(workers[index], task);
      at += task.chunk->rows;
    }
    done(workers[index]);
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < workers.size(); ++i) threads.emplace_back(run, i);
  run(0);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace otklik::answers
