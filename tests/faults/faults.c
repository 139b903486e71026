/* System calls on what lies in one folder, counted, written down, and made to fail.
 *
 * Loaded before libc (LD_PRELOAD), this stands between a program and the calls that change files.
 * After arm() each call on a path at or below the folder gets a number, from 1, and a line in the
 * log; the one with the number asked for, or all from it on, meets its fate. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <unistd.h>

static char root[PATH_MAX], kind[16];
static int journal = -1, chosen, reason, number;

/* Kinds of faults: "kill" ends the process before the call, "torn" after it, or in the midst of a
 * write; "short" and "none" write fewer bytes; "fail" is an error of one call, "late" one of what
 * was done all the same; on a "full" disk and a "dead" one no later call is better off. */

/* What becomes of a call: whether it is made, with how many bytes, and what is said of it. */
struct fate { bool made, dies; int error; size_t size; };

void arm(const char *folder, int log, const char *what, int at, int error)
{
    snprintf(root, sizeof root, "%s", folder);
    snprintf(kind, sizeof kind, "%s", what);
    chosen = at, reason = error, number = 0, journal = log;
}

static bool is_kind(const char *name) { return strcmp(kind, name) == 0; }

/* Return where a path lies below the folder, or NULL; "." is the folder itself. */
static const char *below(const char *path)
{
    size_t length = strlen(root);
    if (!path || strncmp(path, root, length) != 0) return NULL;
    if (path[length] == '\0') return ".";
    return path[length] == '/' ? path + length + 1 : NULL;
}

static const char *path_of(int descriptor, char *buffer)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, buffer, PATH_MAX - 1);
    buffer[length > 0 ? length : 0] = '\0';
    return buffer;
}

static const char *path_at(int folder, const char *path, char *buffer)
{
    char base[PATH_MAX] = "";
    if (!path) return path_of(folder, buffer);
    if (path[0] == '/') return path;
    if (folder != AT_FDCWD) path_of(folder, base);
    else if (!getcwd(base, sizeof base)) return NULL;
    if (snprintf(buffer, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return NULL;
    return buffer;
}

static struct fate fate_of(const char *call, const char *path, const char *other, size_t size)
{
    struct fate fate = {.made = true, .size = size};
    const char *one = below(path), *two = below(other);
    if (journal < 0 || !(one || two)) return fate;
    char line[3 * PATH_MAX];
    int length = snprintf(line, sizeof line, "%s\t%s\t%s\n", call, one ? one : "", two ? two : "");
    number++;
    syscall(SYS_write, journal, line, length);
    bool is_due = chosen && number == chosen, is_past = chosen && number > chosen;
    if (is_due && is_kind("kill")) kill(getpid(), SIGKILL); /* before it */
    if (is_due && is_kind("torn")) { /* in the midst of a write, or after it */
        fate.size = size > 1 ? size / 2 : size;
        fate.dies = true;
    }
    if (is_due && is_kind("short") && size > 1) fate.size = size / 2;
    bool is_refused = (is_due && is_kind("fail")) || ((is_due || is_past) && is_kind("dead"));
    if ((is_due || is_past) && is_kind("full")) { /* what there is room for, and then nothing */
        if (is_due && size > 1) fate.size = size / 2;
        else is_refused = strcmp(call, "unlink") && strcmp(call, "open") && strcmp(call, "flock");
    }
    if (is_due && is_kind("none")) fate.made = false; /* no byte is written, and no error told */
    if (is_refused) fate.made = strcmp(call, "close") == 0; /* closed whatever is said of it */
    if (is_refused || (is_due && is_kind("late"))) fate.error = reason;
    return fate;
}

#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))
#define MEET(given, action) ({ \
    struct fate fate_ = (given); \
    long result_ = fate_.made ? (long) (action) : 0; \
    if (fate_.dies) kill(getpid(), SIGKILL); \
    if (fate_.error) { errno = fate_.error; result_ = -1; } \
    result_; })

/* Calls by a path, by a descriptor and by two paths; each has its parameters and its arguments. */
#define BY_PATH(name, call, params, args) \
    int name params { char whole[PATH_MAX]; \
        return MEET(fate_of(call, path_at(AT_FDCWD, path, whole), NULL, 0), REAL(name) args); }
#define BY_PATH_AT(name, call, params, args) \
    int name params { char whole[PATH_MAX]; \
        return MEET(fate_of(call, path_at(folder, path, whole), NULL, 0), REAL(name) args); }
#define BY_DESCRIPTOR(name, call, params, args) \
    int name params { char whole[PATH_MAX]; \
        return MEET(fate_of(call, path_of(descriptor, whole), NULL, 0), REAL(name) args); }
#define BY_PATHS(name, call, params, args, from, to) \
    int name params { char whole[PATH_MAX], other[PATH_MAX]; \
        return MEET(fate_of(call, path_at(from, path, whole), path_at(to, target, other), 0), \
                    REAL(name) args); }

#define OPEN(name, params, args, folder) \
    int name params { char whole[PATH_MAX]; \
        va_list rest; va_start(rest, flags); \
        int mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, int) : 0; va_end(rest); \
        const char *call = (flags & (O_CREAT | O_TRUNC)) || (flags & O_ACCMODE) != O_RDONLY \
            ? "create" : "open"; \
        return MEET(fate_of(call, path_at(folder, path, whole), NULL, 0), REAL(name) args); }

OPEN(open, (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD)
OPEN(open64, (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD)
OPEN(openat, (int folder, const char *path, int flags, ...), (folder, path, flags, mode), folder)
OPEN(openat64, (int folder, const char *path, int flags, ...), (folder, path, flags, mode), folder)

#define WRITE(name, params, args) \
    ssize_t name params { char whole[PATH_MAX]; \
        struct fate fate = fate_of("write", path_of(descriptor, whole), NULL, size); \
        size = fate.size; \
        return MEET(fate, REAL(name) args); }
WRITE(write, (int descriptor, const void *data, size_t size), (descriptor, data, size))
WRITE(pwrite, (int descriptor, const void *data, size_t size, off_t at),
      (descriptor, data, size, at))
WRITE(pwrite64, (int descriptor, const void *data, size_t size, off64_t at),
      (descriptor, data, size, at))

BY_DESCRIPTOR(fsync, "fsync", (int descriptor), (descriptor))
BY_DESCRIPTOR(fdatasync, "fsync", (int descriptor), (descriptor))
BY_DESCRIPTOR(flock, "flock", (int descriptor, int operation), (descriptor, operation))
BY_DESCRIPTOR(ftruncate, "truncate", (int descriptor, off_t size), (descriptor, size))
BY_DESCRIPTOR(ftruncate64, "truncate", (int descriptor, off64_t size), (descriptor, size))
BY_DESCRIPTOR(fchmod, "chmod", (int descriptor, mode_t mode), (descriptor, mode))
BY_DESCRIPTOR(fchown, "chown", (int descriptor, uid_t user, gid_t group),
              (descriptor, user, group))
BY_DESCRIPTOR(futimens, "utime", (int descriptor, const struct timespec times[2]),
              (descriptor, times))
BY_DESCRIPTOR(fsetxattr, "setxattr",
              (int descriptor, const char *name, const void *value, size_t size, int flags),
              (descriptor, name, value, size, flags))

BY_PATH(chmod, "chmod", (const char *path, mode_t mode), (path, mode))
BY_PATH(chown, "chown", (const char *path, uid_t user, gid_t group), (path, user, group))
BY_PATH(truncate, "truncate", (const char *path, off_t size), (path, size))
BY_PATH(unlink, "unlink", (const char *path), (path))
BY_PATH(setxattr, "setxattr",
        (const char *path, const char *name, const void *value, size_t size, int flags),
        (path, name, value, size, flags))
BY_PATH(removexattr, "setxattr", (const char *path, const char *name), (path, name))
BY_PATH_AT(fchmodat, "chmod", (int folder, const char *path, mode_t mode, int flags),
           (folder, path, mode, flags))
BY_PATH_AT(fchownat, "chown", (int folder, const char *path, uid_t user, gid_t group, int flags),
           (folder, path, user, group, flags))
BY_PATH_AT(utimensat, "utime",
           (int folder, const char *path, const struct timespec times[2], int flags),
           (folder, path, times, flags))
BY_PATH_AT(unlinkat, "unlink", (int folder, const char *path, int flags), (folder, path, flags))

BY_PATHS(rename, "rename", (const char *path, const char *target), (path, target),
         AT_FDCWD, AT_FDCWD)
BY_PATHS(renameat, "rename", (int from, const char *path, int to, const char *target),
         (from, path, to, target), from, to)
BY_PATHS(renameat2, "rename",
         (int from, const char *path, int to, const char *target, unsigned flags),
         (from, path, to, target, flags), from, to)
BY_PATHS(link, "link", (const char *path, const char *target), (path, target),
         AT_FDCWD, AT_FDCWD)
BY_PATHS(linkat, "link", (int from, const char *path, int to, const char *target, int flags),
         (from, path, to, target, flags), from, to)

/* Only of what was open for writing: nothing is lost when a file that was read is closed. */
int close(int descriptor)
{
    char whole[PATH_MAX];
    int flags = journal < 0 ? -1 : fcntl(descriptor, F_GETFL);
    if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) return REAL(close)(descriptor);
    return MEET(fate_of("close", path_of(descriptor, whole), NULL, 0), REAL(close)(descriptor));
}
