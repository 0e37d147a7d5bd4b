// A CSI of some criteria and some respondents against everything else that was answered.
#pragma once

#include "stats/csi.hpp"

namespace otklik::stats {

// Items are numbered as in `all`; the group has those from first_item on, group.items of them.
struct CsiAgainstRest {
  CsiMoments group;   // the group's respondents over its items
  CsiMoments people;  // the same respondents over all items
  CsiMoments all;     // everyone over all items
  int first_item = 0;
};

// Group minus rest, variant A in percent, where the rest is the other items of the group's respondents and all items of
// everyone else. A respondent may answer on both sides: the covariance of the two linearised errors comes from
// `people`, interval and p are Welch's of dependent estimates. How many respondents the rest has does not follow from
// the moments; a number they surely reach is used, so the interval is never too short for it. Edges: as ComputeCsi for
// either side; moments that do not fit together or a first_item outside: invalid_input / moments_shape.
Difference DifferenceCsiRest(const CsiAgainstRest& sides, double confidence);

}  // namespace otklik::stats
