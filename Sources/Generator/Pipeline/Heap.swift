#if canImport(Glibc)
import CHandingerMalloc
import Glibc

/// The memory of a run, which is taken bit by bit and given back all at once when the process ends.
///
/// Left alone, glibc asks the system for each page of a thread's heap.
enum Heap {
    /// What glibc gives a thread at most in one piece, and enough for a document of some megabytes.
    private static let size = 64 << 20

    /// Call it before there is a second thread.
    static func prepare() {
        // A heap has its full size from the start. Each thread has one of its own: two that share one wait for each
        // other at every second object.
        mallopt(M_TOP_PAD, Int32(size))
        // Nothing goes back before the end: what is let go of is soon taken again.
        mallopt(M_TRIM_THRESHOLD, Int32.max)
        mallopt(M_MMAP_THRESHOLD, Int32(size / 2))
    }
}
#else
/// Other allocators need no help.
enum Heap {
    static func prepare() {}
}
#endif
