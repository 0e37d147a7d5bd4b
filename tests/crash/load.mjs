// Senders of responses who know what was acknowledged, for crash tests: every id is theirs, and is sent again until it is kept.
import assert from 'node:assert/strict';

// A small seeded generator (xorshift32), so that a run can be repeated by its seed.
export function seeded(seed) {
  let state = seed >>> 0 || 1;
  const next = () => {
    state ^= state << 13; state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5; state >>>= 0;
    return state;
  };
  for (let i = 0; i < 10; ++i) next();
  return {
    below: (n) => next() % n,
    uuid: () => {
      const hex = Array.from({ length: 4 }, () => next().toString(16).padStart(8, '0')).join('');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
  };
}

export class Load {
  constructor(server, survey, random) {
    this.server = server;
    this.path = `/api/v1/surveys/${survey}/responses`;
    this.survey = survey;
    this.random = random;
    this.client = server.client();
    this.kept = new Map();     // id -> {score, seq}: acknowledged
    this.unknown = new Map();  // id -> score: sent, and the connection was cut
    this.refused_busy = 0;
  }

  // `count` senders at once, each with one response under way, until `stop()` or until the server is gone.
  run(count) {
    this.running = true;
    return Promise.all(Array.from({ length: count }, () => this.#sender()));
  }
  stop() { this.running = false; }

  async #sender() {
    while (this.running) {
      const id = this.random.uuid(), score = this.random.below(11);
      this.unknown.set(id, score);
      if (!await this.#send(id, score)) return;
    }
  }

  // False: the connection was cut and the outcome is not known.
  async #send(id, score) {
    for (;;) {
      const reply = await this.client.post(this.path, { id, answers: { recommend: score } }).catch(() => null);
      if (!reply) return false;
      if (reply.status === 503) {
        ++this.refused_busy;
        continue;
      }
      assert.ok(reply.status === 201 || reply.status === 200, `${reply.status} ${reply.text}`);
      this.unknown.delete(id);
      this.kept.set(id, { score, seq: reply.json.seq });
      return true;
    }
  }

  async inParallel(items, work, senders = 16) {
    const left = [...items];
    await Promise.all(Array.from({ length: senders }, async () => {
      while (left.length) await work(left.pop());
    }));
  }

  // Sends everything of unknown outcome again; how many of it had been kept.
  async settle() {
    let were_kept = 0;
    await this.inParallel(this.unknown, async ([id, score]) => {
      const reply = await this.client.post(this.path, { id, answers: { recommend: score } });
      assert.ok(reply.status === 201 || reply.status === 200, `${reply.status} ${reply.text}`);
      were_kept += reply.status === 200 ? 1 : 0;
      this.unknown.delete(id);
      this.kept.set(id, { score, seq: reply.json.seq });
    });
    return were_kept;
  }

  // Ids that were acknowledged and are not there now, or under another number.
  async lost(ids = this.kept.keys()) {
    const lost = [];
    await this.inParallel(ids, async (id) => {
      const { score, seq } = this.kept.get(id);
      const reply = await this.client.post(this.path, { id, answers: { recommend: score } });
      if (reply.status !== 200 || reply.json.seq !== seq) lost.push({ id, seq, status: reply.status, now: reply.json });
    });
    return lost;
  }

  // Everything acknowledged against the export: each id once, with its score.
  async checkExport(administrator) {
    const reply = await administrator.get(`/api/v1/surveys/${this.survey}/responses.csv`);
    assert.equal(reply.status, 200, reply.text);
    const [head, ...rows] = reply.text.slice(1).trimEnd().split('\r\n').map((line) => line.split(','));
    const [id, score] = ['id', 'recommend'].map((name) => head.indexOf(name));
    const exported = new Map(rows.map((row) => [row[id], Number(row[score])]));
    assert.equal(exported.size, rows.length, 'no id stands twice');
    assert.deepEqual(exported, new Map([...this.kept].map(([key, one]) => [key, one.score])));
  }

  async finished(administrator) {
    const reply = await administrator.get(`/api/v1/surveys/${this.survey}`);
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.json.started, reply.json.finished);
    return reply.json.finished;
  }

  // Counts, numbers and figures against what the senders know; nothing may be of unknown outcome.
  async checkAll(administrator) {
    assert.equal(this.unknown.size, 0);
    assert.equal(await this.finished(administrator), this.kept.size, 'every response once');
    assert.equal(new Set([...this.kept.values()].map((one) => one.seq)).size, this.kept.size, 'every response has its own number');
    const reply = await administrator.post('/api/v1/query', { metric: 'nps', where: { survey: this.survey } });
    assert.equal(reply.status, 200, reply.text);
    assert.equal(reply.json.total.n, this.kept.size, 'the figures hold every response once');
    const distribution = {};
    for (const { score } of this.kept.values()) distribution[score] = (distribution[score] ?? 0) + 1;
    assert.deepEqual(reply.json.total.distribution, distribution);
  }
}
