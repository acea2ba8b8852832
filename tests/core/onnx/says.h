#pragma once

#include <QtTest>
#include <string>

/// Fails the test, with what was heard, unless `text` holds `words`.
#define SAYS(text, words)                                              \
  do {                                                                 \
    const std::string heard = (text);                                  \
    QVERIFY2(heard.find((words)) != std::string::npos, heard.c_str()); \
  } while (false)
