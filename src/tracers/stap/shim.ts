/**
 * What is loaded into stapbpf before it begins, for what it lacks, and where the machine does not give it what it takes for
 * granted. It touches stapbpf's own process only, so nothing is left when that ends, whatever ends it:
 *
 * - Its buffers for what scripts print are too small; see ring.ts.
 * - stapbpf gives up when it may not raise RLIMIT_MEMLOCK. Kernels since 5.11 count BPF memory by cgroup instead, so without
 *   CAP_SYS_RESOURCE that one refusal is answered with success.
 * - stapbpf places uprobes through /sys/kernel/debug/tracing. Where debugfs is not mounted it is mounted in a mount
 *   namespace of stapbpf alone.
 * - A file of a container is reached through a descriptor of spc's: the path that was compiled into the script leads to it,
 *   also in that mount namespace alone. A container that swaps the file, or a directory of its path, changes nothing.
 */

import { RING_SOURCE } from './ring.ts';

/** Environment: `1`, mount debugfs. */
export const MOUNT_DEBUGFS = 'SPC_STAP_DEBUGFS';
/** Environment: `path=descriptor` of each file, with `;` between them. */
export const FILE_LINKS = 'SPC_STAP_LINKS';

/** The shared object's source, C. */
export const SHIM_SOURCE = `#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static void need(int result, const char *what) {
  if (result == 0) return;
  fprintf(stderr, "ERROR: %s: %s\\n", what, strerror(errno));
  _exit(1);
}

static void place(char *path, const char *file) {
  char *name = strrchr(path, '/');
  *name = 0;
  need(mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, "size=4k,mode=700"), "mount tmpfs");
  *name = '/';
  need(symlink(file, path), "symlink");
}

__attribute__((constructor)) static void prepare(void) {
  const char *debugfs = getenv("${MOUNT_DEBUGFS}");
  char *links = getenv("${FILE_LINKS}"), *rest;
  unsetenv("LD_PRELOAD");
  if (!debugfs && !links) return;
  need(unshare(CLONE_NEWNS), "unshare");
  need(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "mount /");
  if (debugfs) {
    need(mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL), "mount debugfs");
    need(mount("tracefs", "/sys/kernel/debug/tracing", "tracefs", 0, NULL), "mount tracefs");
  }
  for (char *link = links ? strtok_r(links, ";", &rest) : NULL; link; link = strtok_r(NULL, ";", &rest)) {
    char *file = strchr(link, '=');
    if (!file) continue;
    *file++ = 0;
    place(link, file);
  }
}

static int set(int resource, const void *limit) {
  int result = (int)syscall(SYS_prlimit64, 0, resource, limit, (void *)0);
  return result && resource == RLIMIT_MEMLOCK && errno == EPERM ? 0 : result;
}

int setrlimit(__rlimit_resource_t resource, const struct rlimit *limit) { return set((int)resource, limit); }
int setrlimit64(__rlimit_resource_t resource, const struct rlimit64 *limit) { return set((int)resource, limit); }
${RING_SOURCE}`;
