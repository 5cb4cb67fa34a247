/* The inner loop of the annealing: single swaps, offered and judged one after the other.

   It is compiled to WebAssembly, which runs alike on every machine, by a command that stands in
   docs/engine.md; inner_loop.wasm says which source it came from. People sit on chairs, numbered
   table by table; nobody on a chair is -1. Costs are whole numbers, so sums kept up to date stay
   exact. The caller fills in `Evening` and the arrays its pointers lead to (compiled.py); what
   `count` works out is given as zeros. */

typedef unsigned char u8;
typedef short i16;
typedef unsigned short u16;
typedef int i32;
typedef unsigned int u32;
typedef unsigned long long u64;

enum { ASKS = 8, WAITS = 4096, WAIT_SHIFT = 20, MOST = 64, BATCH = 256, ANY = 1 << 28, LEGAL = 15000 };

typedef struct { i32 less, more; } Step;

typedef struct {
    i32 people, tables, rounds, frozen, attributes, kinds, chairs, repeat, ask, loose_number, stride;
    const i16 *cost;    /* people x people: sharing a table, meeting again left out */
    const u8 *answer;   /* people x people: asks of the first that the second answers, as bits */
    const u8 *asks;     /* people: open asks */
    const i32 *quota;   /* rounds x (chairs + 3) x kinds x (chairs + 3): sizes and counts from -1 */
    const u8 *kind;     /* people x 4: kinds */
    const i32 *least;   /* tables: how many stay at least */
    const u8 *bound;    /* rounds x people: may not move alone */
    const i32 *blocks;  /* rounds: how many groups move together */
    const i32 *block;   /* rounds x stride: where each begins, and the last one ends, ... */
    const i16 *mate;    /* ... among these people */
    const i16 *loose;   /* loose_number: may trade evenings */
    const float *wait;  /* WAITS: exponential numbers */
    const i16 *table;   /* all chairs: table */
    const i32 *start;   /* tables + 1: first chair */
    const u8 *usable;   /* rounds x all chairs */
    i16 *seat;          /* rounds x all chairs: who sits there */
    i16 *best;          /* the same at the lowest cost */
    i16 *place;         /* rounds x people: chair, or -1 */
    i16 *where;         /* rounds x people: table, or a negative number of their own */
    u8 *met;            /* people x people: rounds shared */
    i16 *now;           /* rounds x people x people: cost, meeting again in other rounds included */
    i32 *sum;           /* rounds x tables x people: cost of each with those at each table */
    i32 *size;          /* rounds x tables */
    i32 *held;          /* rounds x tables x kinds */
    i32 *off;           /* rounds x tables: what its quotas cost */
    Step *step;         /* rounds x tables x kinds: what one fewer, one more would cost */
    u16 *times;         /* people x ASKS: how often answered */
    u8 *unmet, *once;   /* people: asks answered never, exactly once */
    i32 *could;         /* people: unmet asks of theirs, and of others that they could answer */
    u64 state;
    i32 spent, lowest;  /* what the cost has changed by, now and at best */
} Evening;

static Evening E;
const char source[] = SOURCE;
__attribute__((export_name("evening"))) Evening *evening(void) { return &E; }

static inline u64 chance(void) { /* xorshift64* */
    u64 x = E.state;
    x ^= x >> 12, x ^= x << 25, x ^= x >> 27;
    E.state = x;
    return x * 0x2545F4914F6CDD1DULL;
}
static inline int share(u32 lot, int n) { return (int)((lot * (u64)n) >> 32); }
static inline int below(int n) { return share((u32)(chance() >> 32), n); }
static inline int patience(float heat) { return (int)(heat * E.wait[(u32)(chance() >> 32) >> WAIT_SHIFT]); }

static inline i16 *chairs_of(int r) { return E.seat + r * E.start[E.tables]; }
static inline i16 *costs_of(int r, int p) { return E.now + (r * E.people + p) * E.people; }
static inline i32 *sums_of(int r, int t) { return E.sum + (r * E.tables + t) * E.people; }
static inline const u8 *answers_to(int p) { return E.answer + p * E.people; }
static inline const i32 *quota_of(int r, int size) {
    return E.quota + (r * (E.chairs + 3) + size + 1) * E.kinds * (E.chairs + 3) + 1;
}

/* What a table's quotas cost with its size changed, one person gone and one come (or -1). */
static int quotas(int r, int t, int by, int gone, int come) {
    const i32 *q = quota_of(r, E.size[r * E.tables + t] + by), *held = E.held + (r * E.tables + t) * E.kinds;
    int total = 0;
    for (int k = 0; k < E.kinds; k++, q += E.chairs + 3) {
        int count = held[k];
        for (int m = 0; m < E.attributes; m++)
            count += (come >= 0 && E.kind[come * 4 + m] == k) - (gone >= 0 && E.kind[gone * 4 + m] == k);
        total += q[count];
    }
    return total;
}

static void note_step(int r, int t, int k) {
    int at = (r * E.tables + t) * E.kinds + k;
    const i32 *q = quota_of(r, E.size[r * E.tables + t]) + k * (E.chairs + 3) + E.held[at];
    E.step[at] = (Step){q[-1] - q[0], q[1] - q[0]};
}

static void note_all_steps(int r, int t) {
    for (int k = 0; k < E.kinds; k++) note_step(r, t, k);
}

static void note_kinds(int r, int t, int p, int by) {
    for (int m = 0; m < E.attributes; m++)
        E.held[(r * E.tables + t) * E.kinds + E.kind[p * 4 + m]] += by;
}

/* Asks of p become unmet (by = 1) or are met. */
static void want(int p, int bits, int by) {
    const u8 *answer = answers_to(p);
    E.could[p] += by * __builtin_popcount(bits);
    for (int q = 0; q < E.people; q++) E.could[q] += by * __builtin_popcount(answer[q] & bits);
}

/* q comes to a table of p (by = 1) or leaves it. */
static void hear(int p, int q, int by) {
    int bits = answers_to(p)[q], unmet = E.unmet[p], once = E.once[p];
    if (!bits) return;
    for (int s = 0; s < ASKS; s++) {
        int bit = 1 << s;
        if (!(bits & bit)) continue;
        int times = E.times[p * ASKS + s] += by;
        unmet = times == 0 ? unmet | bit : unmet & ~bit;
        once = times == 1 ? once | bit : once & ~bit;
    }
    int lost = unmet & ~E.unmet[p], found = E.unmet[p] & ~unmet;
    if (lost) want(p, lost, 1);
    if (found) want(p, found, -1);
    E.unmet[p] = unmet;
    E.once[p] = once;
}

/* Two begin (by = 1) or cease to share a table in round r. */
static void meet(int r, int i, int k, int by) {
    int n = E.people, without = E.met[i * n + k] - (by < 0);
    E.met[i * n + k] = E.met[k * n + i] = without + (by > 0);
    hear(i, k, by);
    hear(k, i, by);
    for (int o = E.frozen; o < E.rounds; o++) {
        int a = E.where[o * n + i], b = E.where[o * n + k];
        if (o == r || without > (a == b)) continue;
        costs_of(o, i)[k] += by * E.repeat;
        costs_of(o, k)[i] += by * E.repeat;
        if (a >= 0) sums_of(o, a)[k] += by * E.repeat;
        if (b >= 0) sums_of(o, b)[i] += by * E.repeat;
    }
}

static void meet_all(int r, int p, int t, int by) {
    const i16 *seat = chairs_of(r);
    for (int c = E.start[t]; c < E.start[t + 1]; c++)
        if (seat[c] >= 0 && seat[c] != p) meet(r, p, seat[c], by);
}

/* Asks answered more when i leaves a for b and j (or nobody) comes to a: those of i, and of a. */
static int answers_more(int r, int i, int j, int a, int b) {
    const i16 *seat = chairs_of(r);
    const u8 *mine = answers_to(i);
    int gain = 0, left = 0, found = 0, here[ASKS] = {0};
    for (int c = E.start[a]; c < E.start[a + 1]; c++) {
        int k = seat[c];
        if (k < 0 || k == i) continue;
        int from_i = answers_to(k)[i], from_j = j < 0 ? 0 : answers_to(k)[j];
        gain += __builtin_popcount(from_j & E.unmet[k]) - __builtin_popcount(from_i & E.once[k] & ~from_j);
        if (!mine[k]) continue;
        left |= mine[k];
        for (int s = 0; s < ASKS; s++) here[s] += mine[k] >> s & 1;
    }
    for (int c = E.start[b]; c < E.start[b + 1]; c++)
        if (seat[c] >= 0 && seat[c] != j) found |= mine[seat[c]];
    int lost = 0;
    if (left)
        for (int s = 0; s < ASKS; s++)
            if (here[s] && E.times[i * ASKS + s] == here[s]) lost |= 1 << s;
    return gain + __builtin_popcount(found & E.unmet[i]) - __builtin_popcount(lost & ~found);
}

static int asks_change(int r, int i, int j, int a, int b) {
    int gain = answers_more(r, i, j, a, b);
    if (j >= 0) return -E.ask * (gain + answers_more(r, j, i, b, a));
    const i16 *seat = chairs_of(r);
    for (int c = E.start[b]; c < E.start[b + 1]; c++)
        if (seat[c] >= 0) gain += __builtin_popcount(answers_to(seat[c])[i] & E.unmet[seat[c]]);
    return -E.ask * gain;
}

/* What it costs that i goes from table a to b and j (or nobody) from b to a. Above `limit` any
   number above it: whatever asks and quotas may still give is reckoned first. */
static inline int change(int r, int i, int j, int a, int b, int limit) {
    const i32 *sa = sums_of(r, a), *sb = sums_of(r, b);
    int cost = sb[i] - sa[i], hope = E.ask * E.could[i];
    if (j >= 0) {
        cost += sa[j] - sb[j] - 2 * costs_of(r, i)[j];
        hope += E.ask * E.could[j];
        if (cost - hope - E.off[r * E.tables + a] - E.off[r * E.tables + b] > limit) return ANY;
        const Step *qa = E.step + (r * E.tables + a) * E.kinds, *qb = E.step + (r * E.tables + b) * E.kinds;
        for (int m = 0; m < E.attributes; m++) {
            int p = E.kind[i * 4 + m], q = E.kind[j * 4 + m];
            if (p != q) cost += qa[p].less + qa[q].more + qb[q].less + qb[p].more;
        }
    } else
        cost += quotas(r, a, -1, i, -1) + quotas(r, b, 1, -1, i) - E.off[r * E.tables + a] - E.off[r * E.tables + b];
    if (cost - hope > limit) return ANY;
    return E.ask ? cost + asks_change(r, i, j, a, b) : cost;
}

static void sit(int r, int p, int chair) {
    chairs_of(r)[chair] = p;
    if (p < 0) return;
    E.place[r * E.people + p] = chair;
    E.where[r * E.people + p] = E.table[chair];
}

/* The people of two chairs at different tables change places; at least one has somebody. */
static void swap(int r, int x, int y) {
    if (chairs_of(r)[x] < 0) { int z = x; x = y; y = z; }
    int i = chairs_of(r)[x], j = chairs_of(r)[y], a = E.table[x], b = E.table[y], n = E.people;
    meet_all(r, i, a, -1);
    if (j >= 0) meet_all(r, j, b, -1);
    sit(r, i, y);
    sit(r, j, x);
    meet_all(r, i, b, 1);
    if (j >= 0) meet_all(r, j, a, 1);
    i32 *sa = sums_of(r, a), *sb = sums_of(r, b);
    const i16 *ci = costs_of(r, i), *cj = j < 0 ? ci : costs_of(r, j);
    int both = -(j >= 0);
    for (int p = 0; p < n; p++) { int d = (cj[p] & both) - ci[p]; sa[p] += d; sb[p] -= d; }
    note_kinds(r, a, i, -1), note_kinds(r, b, i, 1);
    if (j >= 0) {
        note_kinds(r, a, j, 1), note_kinds(r, b, j, -1);
        for (int m = 0; m < E.attributes; m++) {
            int p = E.kind[i * 4 + m], q = E.kind[j * 4 + m];
            note_step(r, a, p), note_step(r, a, q), note_step(r, b, p), note_step(r, b, q);
        }
    } else {
        E.size[r * E.tables + a]--, E.size[r * E.tables + b]++;
        note_all_steps(r, a), note_all_steps(r, b);
    }
    E.off[r * E.tables + a] = quotas(r, a, 0, -1, -1);
    E.off[r * E.tables + b] = quotas(r, b, 0, -1, -1);
}

static void spend(int cost) {
    E.spent += cost;
    if (E.spent >= E.lowest) return;
    E.lowest = E.spent;
    __builtin_memcpy(E.best, E.seat, sizeof(i16) * E.rounds * E.start[E.tables]);
}

/* Offer that two people take each other's seats in every round. */
static void offer_trade(int limit) {
    int i = E.loose[below(E.loose_number)], j = E.loose[below(E.loose_number)], n = E.people, cost = 0;
    for (int r = 0; r < E.rounds; r++)
        if ((E.place[r * n + i] < 0) != (E.place[r * n + j] < 0)) return;
    for (int back = 0; back < 2; back++) {
        for (int r = 0; r < E.rounds; r++) {
            int x = E.place[r * n + i], y = E.place[r * n + j];
            if (x < 0 || E.table[x] == E.table[y]) continue;
            int more = back ? 0 : change(r, i, j, E.table[x], E.table[y], ANY);
            cost += more > LEGAL ? ANY / 64 : more;
            swap(r, x, y);
        }
        if (!back && cost <= limit) { spend(cost); return; }
    }
}

/* Offer that people who sit together go to another table, for as many who are there. */
static void offer_block(int r, int limit) {
    const i32 *begin = E.block + r * E.stride + below(E.blocks[r]);
    const i16 *mate = E.mate + begin[0], *seat = chairs_of(r);
    int number = begin[1] - begin[0], a = E.where[r * E.people + mate[0]], b = below(E.tables);
    int chair[MOST], from[MOST], found = 0, free = 0, cost = 0, done = 0;
    for (int c = E.start[b]; c < E.start[b + 1] && found < MOST; c++)
        if (E.usable[r * E.start[E.tables] + c] && (seat[c] < 0 || !E.bound[r * E.people + seat[c]]))
            chair[found++] = c;
    if (a == b || found < number) return;
    for (int k = 0; k < number; k++) {
        int pick = k + below(found - k), c = chair[pick];
        chair[pick] = chair[k], chair[k] = c;
        from[k] = E.place[r * E.people + mate[k]];
        free += seat[c] < 0;
    }
    if (free && E.size[r * E.tables + a] - free < E.least[a]) return;
    for (; done < number && cost < ANY / 64; done++) {
        int more = change(r, mate[done], seat[chair[done]], a, b, ANY);
        cost += more > LEGAL ? ANY / 64 : more;
        swap(r, from[done], chair[done]);
    }
    if (cost <= limit) spend(cost);
    else while (done--) swap(r, from[done], chair[done]);
}

/* So many batches of offers at a heat; of 256 batches so many begin with a trade, with a block. */
__attribute__((export_name("run"))) void run(int batches, float heat, int trades, int moves) {
    const int chairs = E.start[E.tables], n = E.people;
    const int ask = E.ask;
    const i16 *table = E.table;
    const i32 *could = E.could;
    const float *wait = E.wait;
    for (int batch = 0; batch < batches; batch++) {
        const int r = E.frozen + below(E.rounds - E.frozen);
        const i16 *seat = chairs_of(r), *place = E.place + r * n;
        const u8 *bound = E.bound + r * n;
        const i16 *now = costs_of(r, 0);
        const i32 *sum = sums_of(r, 0), *off = E.off + r * E.tables;
        if (below(256) < trades) offer_trade(patience(heat));
        if (E.blocks[r] && below(256) < moves) offer_block(r, patience(heat));
        for (int offer = 0; offer < BATCH; offer++) {
            u64 lot = chance();
            int i = share((u32)lot, n), y = share((u32)(lot >> 32), chairs), x = place[i], j = seat[y];
            if (x < 0 || table[x] == table[y] || bound[i] || (j >= 0 && bound[j])) continue;
            int a = table[x], b = table[y];
            if (j < 0 && (!E.usable[r * chairs + y] || E.size[r * E.tables + a] <= E.least[a])) continue;
            int limit = (int)(heat * wait[(u32)(lot >> 32) * 0x9E3779B1u >> WAIT_SHIFT]);
            /* Most offers end here: what `change` says first, with everything at hand. */
            if (j >= 0 && sum[b * n + i] - sum[a * n + i] + sum[a * n + j] - sum[b * n + j] - 2 * now[i * n + j]
                - ask * (could[i] + could[j]) - off[a] - off[b] > limit) continue;
            int cost = change(r, i, j, a, b, limit);
            if (cost > limit) continue;
            swap(r, x, y);
            spend(cost);
        }
    }
}

/* Everything that follows from the seats. */
__attribute__((export_name("count"))) void count(void) {
    int n = E.people, chairs = E.start[E.tables];
    for (int p = 0; p < n; p++) E.unmet[p] = E.asks[p];
    for (int p = 0; p < n; p++) want(p, E.asks[p], 1);
    for (int r = 0; r < E.rounds; r++)
        for (int p = 0; p < n; p++)
            for (int q = 0; q < p; q++) {
                if (E.where[r * n + p] != E.where[r * n + q]) continue;
                E.met[p * n + q]++, E.met[q * n + p]++;
                hear(p, q, 1), hear(q, p, 1);
            }
    for (int r = E.frozen; r < E.rounds; r++) {
        for (int p = 0; p < n; p++)
            for (int q = 0; q < n; q++) {
                int again = p != q && E.met[p * n + q] > (E.where[r * n + p] == E.where[r * n + q]);
                costs_of(r, p)[q] = E.cost[p * n + q] + again * E.repeat;
            }
        for (int c = 0; c < chairs; c++) {
            int p = chairs_of(r)[c], t = E.table[c];
            if (p < 0) continue;
            for (int q = 0; q < n; q++) sums_of(r, t)[q] += costs_of(r, p)[q];
            E.size[r * E.tables + t]++;
            note_kinds(r, t, p, 1);
        }
        for (int t = 0; t < E.tables; t++) {
            note_all_steps(r, t);
            E.off[r * E.tables + t] = quotas(r, t, 0, -1, -1);
        }
    }
}
