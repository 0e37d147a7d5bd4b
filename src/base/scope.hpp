// Whose data a read may see. Every store read takes one, without a default.
#pragma once

#include <string>
#include <utility>

namespace otklik {

class Scope {
 public:
  // Everything of the company: its own staff.
  static Scope Company() { return Scope({}); }
  // Only what concerns one partner.
  static Scope Partner(std::string id) { return Scope(std::move(id)); }

  // Empty for the whole company.
  const std::string& partner() const { return partner_; }

 private:
  explicit Scope(std::string partner) : partner_(std::move(partner)) {}
  std::string partner_;
};

}  // namespace otklik
