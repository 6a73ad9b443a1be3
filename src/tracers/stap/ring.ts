/**
 * The second part of what is loaded into stapbpf: room for what a script prints.
 *
 * stapbpf gives each CPU 32 KiB, some hundred lines, and when they run over it does not only lose some: the pieces of a
 * printf no longer fit together, and it aborts, without `probe end`. So the kernel gets a larger ring, and stapbpf reads
 * from a small one of the form it expects, filled whenever it asks for more (poll). Only whole printfs are passed on; of what is
 * lost the count is, as stapbpf itself tells it. When stapbpf is about to end it is first given the time to read the rest.
 *
 * Records are those of perf_event_open(2); the numbers of messages are stapbpf's, of SystemTap 4.x.
 */
export const RING_SOURCE = `
#include <fcntl.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

enum { SMALL = 8, LARGE = 2048, MOST = 1024, WAIT_MS = 1500 };
enum { PRINTF_START = 2, PRINTF_END = 3 };

static struct ring {
  int fd;
  uint64_t size; /* of the kernel's, bytes */
  struct perf_event_mmap_page *from, *to;
  int skipping; /* pieces of a printf whose start was lost */
} rings[MOST];
static int count;

static long page(void) { return sysconf(_SC_PAGESIZE); }

static int is_perf(int fd) {
  char path[64], name[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(path, name, sizeof name - 1);
  if (length < 0) return 0;
  name[length] = 0;
  return strstr(name, "perf_event") != NULL;
}

static void *map(void *at, size_t length, int prot, int flags, int fd, off_t offset) {
  return (void *)syscall(SYS_mmap, at, length, prot, flags, fd, offset);
}

void *mmap(void *at, size_t length, int prot, int flags, int fd, off_t offset) {
  size_t small = (SMALL + 1) * page();
  if (fd < 0 || length != small || !(flags & MAP_SHARED) || count == MOST || !is_perf(fd))
    return map(at, length, prot, flags, fd, offset);
  void *to = map(NULL, small, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (long pages = LARGE; to != MAP_FAILED && pages > SMALL; pages /= 2) {
    void *from = map(NULL, (pages + 1) * page(), prot, flags, fd, 0);
    if (from == MAP_FAILED) continue;
    rings[count++] = (struct ring){ fd, pages * page(), from, to, 0 };
    return to;
  }
  return map(at, length, prot, flags, fd, offset);
}

static void get(struct ring *ring, uint64_t at, void *into, size_t length) {
  char *data = (char *)ring->from + page();
  uint64_t begin = at & (ring->size - 1), straight = ring->size - begin;
  if (straight > length) straight = length;
  memcpy(into, data + begin, straight);
  memcpy((char *)into + straight, data, length - straight);
}

static uint64_t head_of(struct ring *ring) { return __atomic_load_n(&ring->from->data_head, __ATOMIC_ACQUIRE); }
static int is_empty(struct ring *ring) {
  return head_of(ring) == ring->from->data_tail && ring->to->data_head == __atomic_load_n(&ring->to->data_tail, __ATOMIC_ACQUIRE);
}

/* the number of a message; -1: another record */
static int64_t message(struct ring *ring, uint64_t at, struct perf_event_header *header) {
  uint64_t number;
  get(ring, at, header, sizeof *header);
  if (header->type != PERF_RECORD_SAMPLE) return -1;
  get(ring, at + sizeof *header + sizeof(uint32_t), &number, sizeof number);
  return (int64_t)number;
}

/* where the printf that begins here ends; at: it is cut off by a loss; 0: the rest has not come yet */
static uint64_t end_of(struct ring *ring, uint64_t at, uint64_t head) {
  struct perf_event_header header;
  uint64_t next = at;
  for (int pieces = 0; next < head; pieces++) {
    int64_t number = message(ring, next, &header);
    if (number < 0 || (number == PRINTF_START && pieces > 0)) return at;
    next += header.size;
    if (number == PRINTF_END) return next;
  }
  return 0;
}

static int pass(struct ring *ring, uint64_t at, uint64_t length) {
  uint64_t size = (uint64_t)SMALL * page(), head = ring->to->data_head;
  if (head - __atomic_load_n(&ring->to->data_tail, __ATOMIC_ACQUIRE) + length > size) return 0;
  char *data = (char *)ring->to + page();
  uint64_t begin = head & (size - 1), straight = size - begin < length ? size - begin : length;
  get(ring, at, data + begin, straight);
  get(ring, at + straight, data, length - straight);
  __atomic_store_n(&ring->to->data_head, head + length, __ATOMIC_RELEASE);
  return 1;
}

static void fill(struct ring *ring) {
  struct perf_event_header header;
  uint64_t head = head_of(ring), tail = ring->from->data_tail;
  while (tail < head) {
    int64_t number = message(ring, tail, &header);
    uint64_t end = number == PRINTF_START ? end_of(ring, tail, head) : tail + header.size;
    if (end == 0) break;
    if (number < 0) ring->skipping = 1;
    if (number == PRINTF_START) ring->skipping = end == tail || end - tail > SMALL * (uint64_t)page();
    if (ring->skipping && number >= 2) end = tail + header.size;
    else if (!pass(ring, tail, end - tail)) break;
    tail = end;
    __atomic_store_n(&ring->from->data_tail, tail, __ATOMIC_RELEASE);
  }
}

/* how many of the descriptors have something to read */
static int filled(struct pollfd *fds, nfds_t n) {
  int ready = 0;
  for (nfds_t i = 0; i < n; i++) {
    fds[i].revents = 0;
    for (int r = 0; r < count; r++) {
      if (rings[r].fd != fds[i].fd) continue;
      fill(&rings[r]);
      if (rings[r].to->data_head != rings[r].to->data_tail) fds[i].revents = POLLIN;
    }
    ready += fds[i].revents != 0;
  }
  return ready;
}

int poll(struct pollfd *fds, nfds_t n, int timeout) {
  struct timespec time = { timeout / 1000, timeout % 1000 * 1000000L };
  int ready = count ? filled(fds, n) : 0;
  if (ready) return ready;
  ready = ppoll(fds, n, timeout < 0 ? NULL : &time, NULL);
  return ready > 0 && count ? filled(fds, n) : ready;
}

int ioctl(int fd, unsigned long request, ...) {
  va_list list;
  va_start(list, request);
  void *argument = va_arg(list, void *);
  va_end(list);
  int result = (int)syscall(SYS_ioctl, fd, request, argument);
  if (request != PERF_EVENT_IOC_DISABLE) return result;
  for (int ms = 0; ms < WAIT_MS; ms++) {
    int waiting = 0;
    for (int r = 0; r < count; r++) waiting += !is_empty(&rings[r]);
    if (waiting == 0) break;
    usleep(1000);
  }
  return result;
}

__attribute__((destructor)) static void finish(void) {
  for (int r = 0; r < count; r++) {
    long left = 0;
    struct perf_event_header header;
    for (uint64_t at = rings[r].from->data_tail, head = head_of(&rings[r]); at < head; at += header.size, left++)
      get(&rings[r], at, &header, sizeof header);
    if (left > 0) fprintf(stderr, "WARNING: lost %ld perf_events on cpu %d\\n", left, r);
  }
}
`;
