#include "storage/records/response_row.hpp"

namespace otklik::records {

void ResponseRow::Assign(const intake::StoredResponse& r) {
  id = r.id;
  survey = r.survey;
  version = r.version;
  status = r.status;
  seq = static_cast<long long>(r.seq);
  page = r.page;
  day = r.day;
  started_at = r.started_at;
  changed_at = r.changed_at;
  finished_at = r.finished_at;
  channel = r.channel;
  language = r.language;
  account = r.account;
  contact = r.contact;
  segment = r.segment;
  partner = r.partner;
  role = r.role;
  tenure = r.tenure;
  stage = r.stage;
  attributes = r.attributes;
  answers = r.answers;
  comment = r.comment;
  search = r.search;
  score = r.score;
  consent = r.consent;
  body_hash = r.body_hash;
  token_hash = r.token_hash;
  import = r.import;
  starred = r.starred ? 1 : 0;
}

intake::StoredResponse ResponseRow::Response() const {
  intake::StoredResponse r;
  r.id = id;
  r.survey = survey;
  r.version = version;
  r.status = status;
  r.seq = static_cast<std::uint64_t>(seq);
  r.page = page;
  r.day = day;
  r.started_at = started_at;
  r.changed_at = changed_at;
  r.finished_at = finished_at;
  r.channel = channel;
  r.language = language;
  r.account = account;
  r.contact = contact;
  r.segment = segment;
  r.partner = partner;
  r.role = role;
  r.tenure = tenure;
  r.stage = stage;
  r.attributes = attributes;
  r.answers = answers;
  r.comment = comment;
  r.search = search;
  r.score = score;
  r.consent = consent;
  r.body_hash = body_hash;
  r.token_hash = token_hash;
  r.import = import;
  r.starred = starred != 0;
  return r;
}

void ResponseRow::BindAll(soci::statement& s) {
  s.exchange(soci::use(id)), s.exchange(soci::use(survey)), s.exchange(soci::use(version));
  s.exchange(soci::use(status)), s.exchange(soci::use(seq)), s.exchange(soci::use(page)), s.exchange(soci::use(day));
  s.exchange(soci::use(started_at)), s.exchange(soci::use(changed_at)), s.exchange(soci::use(finished_at));
  s.exchange(soci::use(channel)), s.exchange(soci::use(language)), s.exchange(soci::use(account));
  s.exchange(soci::use(contact)), s.exchange(soci::use(segment)), s.exchange(soci::use(partner));
  s.exchange(soci::use(role)), s.exchange(soci::use(tenure)), s.exchange(soci::use(stage));
  s.exchange(soci::use(attributes)), s.exchange(soci::use(answers)), s.exchange(soci::use(comment));
  s.exchange(soci::use(search)), s.exchange(soci::use(score)), s.exchange(soci::use(consent));
  s.exchange(soci::use(body_hash)), s.exchange(soci::use(token_hash)), s.exchange(soci::use(import));
  s.exchange(soci::use(starred));
}

void ResponseRow::BindUpdate(soci::statement& s) {
  s.exchange(soci::use(status)), s.exchange(soci::use(seq)), s.exchange(soci::use(page)), s.exchange(soci::use(day));
  s.exchange(soci::use(changed_at)), s.exchange(soci::use(finished_at)), s.exchange(soci::use(language));
  s.exchange(soci::use(attributes)), s.exchange(soci::use(answers)), s.exchange(soci::use(comment));
  s.exchange(soci::use(search)), s.exchange(soci::use(score)), s.exchange(soci::use(consent));
  s.exchange(soci::use(body_hash)), s.exchange(soci::use(id)), s.exchange(soci::use(survey));
  s.exchange(soci::use(version));
}

void ResponseRow::IntoAll(soci::statement& s) {
  s.exchange(soci::into(id)), s.exchange(soci::into(survey)), s.exchange(soci::into(version));
  s.exchange(soci::into(status)), s.exchange(soci::into(seq)), s.exchange(soci::into(page)),
      s.exchange(soci::into(day));
  s.exchange(soci::into(started_at)), s.exchange(soci::into(changed_at)), s.exchange(soci::into(finished_at));
  s.exchange(soci::into(channel)), s.exchange(soci::into(language)), s.exchange(soci::into(account));
  s.exchange(soci::into(contact)), s.exchange(soci::into(segment)), s.exchange(soci::into(partner));
  s.exchange(soci::into(role)), s.exchange(soci::into(tenure)), s.exchange(soci::into(stage));
  s.exchange(soci::into(attributes)), s.exchange(soci::into(answers)), s.exchange(soci::into(comment));
  s.exchange(soci::into(search)), s.exchange(soci::into(score)), s.exchange(soci::into(consent));
  s.exchange(soci::into(body_hash)), s.exchange(soci::into(token_hash)), s.exchange(soci::into(import));
  s.exchange(soci::into(starred));
}

}  // namespace otklik::records
