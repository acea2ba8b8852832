#include <QTemporaryDir>
#include <QtTest>
#include <chrono>
#include <csignal>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "core/base/error.h"
#include "core/document/project/project.h"
#include "tests/core/document/projects.h"

using namespace fovea;
using namespace fovea::testing;

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Micros = std::chrono::microseconds;

constexpr int k_tries = 200;

/// Saves one project after the other for ever, and tells when it begins.
[[noreturn]] void save_until_killed(const std::array<Project, 2>& projects, const fs::path& path,
                                    int pipe) {
  const char ready = 1;
  if (::write(pipe, &ready, 1) != 1) ::_exit(1);
  for (std::size_t i = 0;; ++i) {
    try {
      save_project(projects[i % 2], path);
    } catch (const std::exception&) {
      ::_exit(2);
    }
  }
}

}  // namespace

class ProjectKillTest : public QObject {
  Q_OBJECT

 private slots:
  void aKillAtAnyMomentLeavesTheOldFileOrTheNewOne() {
    const QTemporaryDir folder;
    const fs::path path = folder.filePath("a.fovea").toStdString();
    std::array<Project, 2> projects{random_project(21), random_project(22)};
    for (std::size_t i = 0; i < 2; ++i)  // so that there is a while to be killed in
      projects[i].not_understood.files["x"] =
          std::make_shared<const Bytes>(std::size_t{200'000} * (i + 1), std::uint8_t{7});
    save_project(projects[0], path);
    const auto start = Clock::now();
    save_project(projects[1], path);
    const auto one_save = std::chrono::duration_cast<Micros>(Clock::now() - start);

    std::mt19937 random(7);
    std::array<int, 2> seen{};
    int half_written = 0;
    for (int i = 0; i < k_tries; ++i) {
      std::array<int, 2> pipe{};
      QCOMPARE(::pipe(pipe.data()), 0);
      const pid_t child = ::fork();
      if (child == 0) save_until_killed(projects, path, pipe[1]);
      char ready = 0;
      QCOMPARE(::read(pipe[0], &ready, 1), ssize_t{1});
      std::this_thread::sleep_for(
          Micros(static_cast<std::int64_t>(random() % 1000) * one_save.count() * 3 / 1000));
      ::kill(child, SIGKILL);
      int status = 0;
      ::waitpid(child, &status, 0);
      ::close(pipe[0]);
      ::close(pipe[1]);
      QVERIFY(WIFSIGNALED(status));

      const Project found = load_project(path).project;
      const bool is_first = difference(found, projects[0]).empty();
      QVERIFY2(is_first || difference(found, projects[1]).empty(), qPrintable(QString::number(i)));
      QCOMPARE(found.not_understood.files.at("x")->size(),
               projects[is_first ? 0 : 1].not_understood.files.at("x")->size());
      ++seen[is_first ? 0 : 1];
      for (const auto& entry : fs::directory_iterator(folder.path().toStdString())) {
        if (entry.path() == path) continue;
        ++half_written;
        fs::remove(entry.path());
      }
    }
    // It was killed at all sorts of moments.
    QVERIFY2(seen[0] > k_tries / 20 && seen[1] > k_tries / 20 && half_written > k_tries / 20,
             qPrintable(QString("%1 %2 %3").arg(seen[0]).arg(seen[1]).arg(half_written)));
  }
};

QTEST_GUILESS_MAIN(ProjectKillTest)
#include "project_kill_test.moc"
