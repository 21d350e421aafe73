/* Writes down every change to files below POWERCUT_DIR, in order, into POWERCUT_LOG: what a disk would be told.

   A record: one byte for what it is (W write, T truncate, S sync, U unlink, R rename), three unsigned 64-bit
   numbers (length of the path, offset or size, length of what follows), the path, the bytes. Loaded with
   LD_PRELOAD, so that the program under test needs no change. While the file POWERCUT_FULL exists the disk is
   full: no write below the folder succeeds. Once the file POWERCUT_DIE exists the program is killed at one of its
   next writes or syncs below the folder: before it, after it, or with half of the write done. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static const char *below, *full, *die;
static unsigned left_to_do;

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("POWERCUT_LOG");
  below = getenv("POWERCUT_DIR");
  full = getenv("POWERCUT_FULL");
  die = getenv("POWERCUT_DIE");
  if (file && below) log_fd = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int ours(const char *path) {
  size_t length = below ? strlen(below) : 0;
  return (log_fd >= 0 || full || die) && length && strncmp(path, below, length) == 0 && !strstr(path, "-shm");
}

static int path_of(int fd, char *path, size_t room) {
  char link[64];
  if ((log_fd < 0 && !full && !die) || fd == log_fd) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t got = readlink(link, path, room - 1);
  if (got <= 0) return 0;
  path[got] = 0;
  return ours(path);
}

static int no_room(void) {
  struct stat there;
  if (!full || stat(full, &there) != 0) return 0;
  errno = ENOSPC;
  return 1;
}

/* Whether this is the write or sync at which to die; which of the next ten it is, is chance. */
static int dying(void) {
  struct stat there;
  if (!die || stat(die, &there) != 0) return 0;
  if (!left_to_do) left_to_do = 1 + (unsigned)(there.st_mtim.tv_nsec / 1000) % 10;
  return --left_to_do == 0;
}

static void end(void) { kill(getpid(), SIGKILL); }

static void put(char what, const char *path, uint64_t at, const void *bytes, uint64_t length) {
  if (log_fd < 0) return;
  uint64_t numbers[3] = {strlen(path), at, length};
  struct iovec parts[4] = {{&what, 1}, {numbers, sizeof numbers}, {(void *)path, numbers[0]}, {(void *)bytes, length}};
  while (syscall(SYS_writev, log_fd, parts, length ? 4 : 3) < 0 && errno == EINTR) {}
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define PWRITE(name)                                                            \
  ssize_t name(int fd, const void *bytes, size_t length, off_t at) {            \
    REAL(name);                                                                 \
    char path[4096];                                                            \
    if (!path_of(fd, path, sizeof path)) return real(fd, bytes, length, at);    \
    if (no_room()) return -1;                                                   \
    pthread_mutex_lock(&turn);                                                  \
    if (dying()) { if (length & 1024) real(fd, bytes, length / 2, at); end(); } \
    ssize_t done = real(fd, bytes, length, at);                                 \
    int kept = errno;                                                           \
    if (done > 0) put('W', path, (uint64_t)at, bytes, (uint64_t)done);          \
    pthread_mutex_unlock(&turn);                                                \
    errno = kept;                                                               \
    return done;                                                                \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

ssize_t write(int fd, const void *bytes, size_t length) {
  REAL(write);
  char path[4096];
  if (!path_of(fd, path, sizeof path)) return real(fd, bytes, length);
  if (no_room()) return -1;
  pthread_mutex_lock(&turn);
  off_t at = (fcntl(fd, F_GETFL) & O_APPEND) ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
  ssize_t done = real(fd, bytes, length);
  int kept = errno;
  if (done > 0) put('W', path, (uint64_t)at, bytes, (uint64_t)done);
  pthread_mutex_unlock(&turn);
  errno = kept;
  return done;
}

#define TRUNCATE(name)                                         \
  int name(int fd, off_t size) {                               \
    REAL(name);                                                \
    char path[4096];                                           \
    if (!path_of(fd, path, sizeof path)) return real(fd, size);\
    pthread_mutex_lock(&turn);                                 \
    int done = real(fd, size);                                 \
    if (done == 0) put('T', path, (uint64_t)size, "", 0);      \
    pthread_mutex_unlock(&turn);                               \
    return done;                                               \
  }
TRUNCATE(ftruncate)
TRUNCATE(ftruncate64)

#define SYNC(name)                                        \
  int name(int fd) {                                      \
    REAL(name);                                           \
    char path[4096];                                      \
    if (!path_of(fd, path, sizeof path)) return real(fd); \
    pthread_mutex_lock(&turn);                            \
    int now = dying();                                    \
    if (now && fd & 1) end();                             \
    int done = real(fd);                                  \
    if (now) end();                                       \
    if (done == 0) put('S', path, 0, "", 0);              \
    pthread_mutex_unlock(&turn);                          \
    return done;                                          \
  }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
  REAL(unlink);
  int done = real(path);
  int kept = errno;
  if (done == 0 && ours(path)) {
    pthread_mutex_lock(&turn);
    put('U', path, 0, "", 0);
    pthread_mutex_unlock(&turn);
  }
  errno = kept;
  return done;
}

int rename(const char *from, const char *to) {
  REAL(rename);
  int done = real(from, to);
  int kept = errno;
  if (done == 0 && ours(from)) {
    pthread_mutex_lock(&turn);
    put('R', from, 0, to, strlen(to));
    pthread_mutex_unlock(&turn);
  }
  errno = kept;
  return done;
}
