#if canImport(Glibc)
/// The transfers that received something since the last iteration of the loop.
final class ReceivedTransfers {
    private var transfers: [CurlTransfer] = []
    private var whole: [CurlTransfer] = []

    func add(_ transfer: CurlTransfer) {
        transfers.append(transfer)
    }

    /// Adds a transfer whose response is complete, although its request may still be sent.
    func addWhole(_ transfer: CurlTransfer) {
        whole.append(transfer)
    }

    /// Removes and returns the transfers with complete responses.
    func takeWhole() -> [CurlTransfer] {
        guard !whole.isEmpty else { return [] }
        defer { whole = [] }
        return whole
    }

    /// Delivers the received bytes.
    func flush() {
        for transfer in transfers { transfer.flush() }
        transfers.removeAll(keepingCapacity: true)
    }
}
#endif
