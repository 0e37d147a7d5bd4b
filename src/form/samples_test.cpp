// Every sample page: well formed, linked up, under the policy. With OTKLIK_FORM_SAMPLES set to a folder the pages are
// written there for tests/browser.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "form/assets.hpp"
#include "form/sample_documents.hpp"

namespace otklik::form {
namespace {

std::vector<std::pair<std::string, std::string>> AllPages() {
  auto pages = samples::Pages();
  for (auto& page : samples::CatalogPages()) pages.push_back(std::move(page));
  return pages;
}

struct Tag {
  std::string name;  // with "/" in front when it closes
  std::multimap<std::string, std::string> attributes;
};

// The tags of our own regular HTML, in order: attributes are name="value" or name; style and script are jumped over.
std::vector<Tag> TagsOf(const std::string& page) {
  std::vector<Tag> out;
  for (std::size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    std::size_t end = page.find_first_of(" >", at);
    Tag tag{page.substr(at + 1, end - at - 1), {}};
    while (page[end] == ' ') {
      const std::size_t name_end = page.find_first_of("= >", end + 1);
      const std::string name = page.substr(end + 1, name_end - end - 1);
      end = name_end;
      if (page[end] != '=') {
        tag.attributes.emplace(name, "");
        continue;
      }
      const std::size_t close = page.find('"', end + 2);
      tag.attributes.emplace(name, page.substr(end + 2, close - end - 2));
      end = close + 1;
    }
    at = end;
    if (tag.name == "style" || tag.name == "script") at = page.find("</" + tag.name, at) - 1;
    out.push_back(std::move(tag));
  }
  return out;
}

std::vector<std::string> Values(const std::vector<Tag>& tags, const std::string& attribute) {
  std::vector<std::string> out;
  for (const Tag& tag : tags) {
    const auto [begin, end] = tag.attributes.equal_range(attribute);
    for (auto one = begin; one != end; ++one) out.push_back(one->second);
  }
  return out;
}

// The first tag that is closed out of order or never, or "".
std::string Unbalanced(const std::string& page) {
  static const std::set<std::string> kVoid = {"!doctype", "meta", "link", "input", "br"};
  std::vector<std::string> open;
  for (const Tag& tag : TagsOf(page)) {
    if (tag.name[0] != '/') {
      if (!kVoid.contains(tag.name)) open.push_back(tag.name);
    } else if (open.empty() || open.back() != tag.name.substr(1)) {
      return tag.name;
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

TEST(FormSamples, TagsAreBalanced) {
  for (const auto& [name, page] : AllPages()) EXPECT_EQ(Unbalanced(page), "") << name;
  EXPECT_EQ(Unbalanced("<p><b></p></b>"), "/p");
  EXPECT_EQ(Unbalanced("<p><b></b>"), "p");
}

TEST(FormSamples, IdsAreUniqueAndEveryReferenceLeadsToOne) {
  for (const auto& [name, page] : AllPages()) {
    const auto tags = TagsOf(page);
    const auto ids = Values(tags, "id");
    const std::set<std::string> known(ids.begin(), ids.end());
    EXPECT_EQ(known.size(), ids.size()) << name;
    std::vector<std::string> references = Values(tags, "for");
    for (const std::string attribute : {"aria-describedby", "aria-labelledby"}) {
      for (const std::string& list : Values(tags, attribute)) {
        std::istringstream words(list);
        for (std::string word; words >> word;) references.push_back(word);
      }
    }
    for (const std::string& address : Values(tags, "href")) {
      if (address.starts_with('#')) references.push_back(address.substr(1));
    }
    for (const auto& reference : references) EXPECT_TRUE(known.contains(reference)) << name << ": " << reference;
  }
}

TEST(FormSamples, NothingNeedsWhatThePolicyForbids) {
  for (const auto& [name, page] : AllPages()) {
    std::size_t styles = 0;
    for (const Tag& tag : TagsOf(page)) {
      styles += tag.name == "style";
      for (const auto& [attribute, value] : tag.attributes) {
        EXPECT_FALSE(attribute == "style" || attribute == "src" || attribute.starts_with("on")) << name << attribute;
      }
    }
    EXPECT_EQ(styles, 1u) << name;
  }
}

TEST(FormSamples, EveryWordIsInTheDictionary) {
  for (const auto& [name, page] : AllPages()) EXPECT_EQ(page.find("form_"), std::string::npos) << name;
}

TEST(FormSamples, EveryMarkedFieldHasItsName) {
  for (const auto& [name, page] : AllPages()) {
    for (const Tag& tag : TagsOf(page)) {
      if (tag.name == "input" || tag.name == "textarea") {
        EXPECT_EQ(tag.attributes.count("name"), 1u) << name;
      }
    }
  }
}

TEST(FormSamples, TheCatalogueIsThere) { EXPECT_GE(samples::CatalogPages().size(), 10u); }

TEST(FormSamples, WrittenForTheBrowserTests) {
  const char* folder = std::getenv("OTKLIK_FORM_SAMPLES");
  if (!folder) GTEST_SKIP() << "OTKLIK_FORM_SAMPLES names no folder";
  std::filesystem::create_directories(folder);
  for (const auto& [name, page] : AllPages()) {
    std::ofstream(std::filesystem::path(folder) / (name + ".html")) << page;
  }
  std::ofstream out(std::filesystem::path(folder) / "policy.txt");
  out << ContentSecurityPolicy();
  EXPECT_TRUE(out.good());
}

}  // namespace
}  // namespace otklik::form
