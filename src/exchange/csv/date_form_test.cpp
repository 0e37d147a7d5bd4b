#include "exchange/csv/date_form.hpp"

#include <gtest/gtest.h>

namespace otklik::csv {
namespace {

std::string Read(const char* pattern, const char* text, const char* zone = "Europe/Moscow") {
  const auto form = DateForm::Parse(pattern);
  if (!form) return form.error().problems.front().key;
  const auto written = form->Read(text);
  return written ? FormatTime(WallClock(zone).At(*written)) : "none";
}

TEST(DateForm, ReadsUsualForms) {
  EXPECT_EQ(Read("dd/MM/yyyy HH:mm", "07/03/2019 10:15"), "2019-03-07T07:15:00.000Z");
  EXPECT_EQ(Read("yyyy-MM-dd", "2019-03-07"), "2019-03-06T21:00:00.000Z");
  EXPECT_EQ(Read("d.M.yy H:mm:ss", "7.3.19 9:05:01"), "2019-03-07T06:05:01.000Z");
  EXPECT_EQ(Read("MMM d, yyyy h:mm a", "Mar 7, 2019 12:15 am", "UTC"), "2019-03-07T00:15:00.000Z");
  EXPECT_EQ(Read("MMM d, yyyy h:mm a", "March 7, 2019 12:15 PM", "UTC"), "2019-03-07T12:15:00.000Z");
  EXPECT_EQ(Read("d MMM yyyy 'г.'", "7 мая 2019 г.", "UTC"), "2019-05-07T00:00:00.000Z");
  EXPECT_EQ(Read("d MMM yyyy", "7 окт. 2019", "UTC"), "2019-10-07T00:00:00.000Z");
  EXPECT_EQ(Read("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "2019-03-07T10:15:30.250+05:30"), "2019-03-07T04:45:30.250Z");
}

TEST(DateForm, RefusesWhatIsNotInTheForm) {
  for (const char* text : {"", "7/03/2019 10:15", "07/13/2019 10:15", "31/02/2019 10:15", "07/03/2019 24:00",
                           "07/03/2019 10:60", "07/03/2019", "07/03/2019 10:15x", "07-03-2019 10:15"}) {
    EXPECT_EQ(Read("dd/MM/yyyy HH:mm", text), "none") << text;
  }
  EXPECT_EQ(Read("h:mm a d/M/yyyy", "13:00 pm 1/1/2019"), "none");
}

TEST(DateForm, RefusesPatternsItDoesNotKnow) {
  EXPECT_EQ(Read("dd/mm", "x"), "csv_date_form_incomplete");
  EXPECT_EQ(Read("dd.MM.yyy", "x"), "csv_bad_date_form");
  EXPECT_EQ(Read("DD.MM.yyyy", "x"), "csv_bad_date_form");
}

TEST(WallClock, FollowsClockChanges) {
  const char* form = "yyyy-MM-dd HH:mm";
  EXPECT_EQ(Read(form, "2018-03-25 00:30", "Europe/London"), "2018-03-25T00:30:00.000Z");
  EXPECT_EQ(Read(form, "2018-03-25 03:30", "Europe/London"), "2018-03-25T02:30:00.000Z");
  // Skipped: read as if the clock had not yet been changed.
  EXPECT_EQ(Read(form, "2018-03-25 01:30", "Europe/London"), "2018-03-25T01:30:00.000Z");
  // Occurs twice: the first.
  EXPECT_EQ(Read(form, "2018-10-28 01:30", "Europe/London"), "2018-10-28T00:30:00.000Z");
  EXPECT_EQ(Read(form, "2018-10-28 02:30", "Europe/London"), "2018-10-28T02:30:00.000Z");
}

}  // namespace
}  // namespace otklik::csv
