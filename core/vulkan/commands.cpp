#include "core/vulkan/commands.h"

#include <cassert>
#include <chrono>
#include <cstring>

#include "core/vulkan/dispatch_list_impl.h"

namespace fovea {
namespace {

using Access = vk::AccessFlagBits;
using Stage = vk::PipelineStageFlagBits;

constexpr std::uint32_t k_most_stamps = 4096;

/// A graphics driver resets a device that hangs for some seconds; this is for those that do not.
/// A software device is slow, but never hangs.
constexpr std::chrono::seconds k_patience{30};
constexpr std::chrono::seconds k_software_patience{600};

struct Readback {
  Buffer staging;  ///< empty where `source` is read directly
  const std::byte* source;
  std::span<std::byte> to;
};

}  // namespace

struct Commands::Impl {
  explicit Impl(VulkanDevice::Impl& device)
      : vulkan(device),
        pool(device.device,
             {vk::CommandPoolCreateFlagBits::eTransient, device.chosen.queue_family}),
        buffer(std::move(
            vk::raii::CommandBuffers(device.device, {*pool, vk::CommandBufferLevel::ePrimary, 1})
                .front())),
        fence(device.device, vk::FenceCreateInfo{}) {
    if (vulkan.ns_per_tick > 0) {
      stamps.emplace(vulkan.device,
                     vk::QueryPoolCreateInfo{{}, vk::QueryType::eTimestamp, k_most_stamps});
    }
  }

  void begin();
  void barrier(vk::PipelineStageFlags from, vk::AccessFlags written, vk::PipelineStageFlags to,
               vk::AccessFlags read);
  void wait();
  void read_back();
  void read_stamps();
  void drop();

  VulkanDevice::Impl& vulkan;
  vk::raii::CommandPool pool;
  vk::raii::CommandBuffer buffer;
  vk::raii::Fence fence;
  std::optional<vk::raii::QueryPool> stamps;
  bool recording = false;
  std::vector<Buffer> uploads;  ///< staging memory that recorded copies read
  std::vector<Readback> readbacks;
  std::uint32_t stamped = 0, stamps_read = 0;
  std::vector<std::uint64_t> ticks;  ///< by stamp
};

void Commands::Impl::begin() {
  if (recording) return;
  pool.reset();
  buffer.begin({vk::CommandBufferUsageFlagBits::eOneTimeSubmit});
  recording = true;
}

void Commands::Impl::barrier(vk::PipelineStageFlags from, vk::AccessFlags written,
                             vk::PipelineStageFlags to, vk::AccessFlags read) {
  buffer.pipelineBarrier(from, to, {}, vk::MemoryBarrier{written, read}, {}, {});
}

void Commands::Impl::wait() {
  using Milliseconds = std::chrono::milliseconds;
  const Milliseconds patience = vulkan.chosen.info.software() ? k_software_patience : k_patience;
  const auto nanoseconds = std::chrono::nanoseconds(patience).count();
  const auto result =
      vulkan.device.waitForFences(*fence, true, static_cast<std::uint64_t>(nanoseconds));
  if (result == vk::Result::eSuccess) return;
  vulkan.set_hung();
  throw DeviceLost("the Vulkan device did not answer in time");
}

void Commands::Impl::read_back() {
  for (const Readback& readback : readbacks) {
    std::memcpy(readback.to.data(), readback.source, readback.to.size());
  }
}

void Commands::Impl::read_stamps() {
  const std::uint32_t count = stamped - stamps_read;
  if (!stamps || count == 0) return;
  const auto [result, values] = stamps->getResults<std::uint64_t>(
      stamps_read, count, count * sizeof(std::uint64_t), sizeof(std::uint64_t),
      vk::QueryResultFlagBits::e64 | vk::QueryResultFlagBits::eWait);
  ticks.insert(ticks.end(), values.begin(), values.end());
  stamps_read = stamped;
}

void Commands::Impl::drop() {
  recording = false;
  uploads.clear();
  readbacks.clear();
}

Commands::Commands(VulkanDevice& device)
    : device_(device),
      impl_(vulkan_call("record commands", [&] { return std::make_unique<Impl>(device.impl()); })) {
}

Commands::~Commands() {
  if (device_.impl().hung) static_cast<void>(impl_.release());
}

void Commands::upload(const Buffer& to, std::span<const std::byte> from) {
  assert(static_cast<std::int64_t>(from.size()) <= to.bytes());
  if (from.empty()) return;
  if (to.mapped() != nullptr) {
    std::memcpy(to.mapped(), from.data(), from.size());
    return;
  }
  vulkan_call("take data", [&] {
    Buffer staging = impl_->vulkan.staging.allocate(static_cast<std::int64_t>(from.size()));
    std::memcpy(staging.mapped(), from.data(), from.size());
    const auto source = impl_->vulkan.staging.descriptor(staging);
    const auto target = impl_->vulkan.storage.descriptor(to);
    impl_->begin();
    impl_->buffer.copyBuffer(source.buffer, target.buffer,
                             vk::BufferCopy{source.offset, target.offset, from.size()});
    impl_->barrier(Stage::eTransfer, Access::eTransferWrite,
                   Stage::eComputeShader | Stage::eTransfer,
                   Access::eShaderRead | Access::eShaderWrite | Access::eTransferRead);
    impl_->uploads.push_back(std::move(staging));
  });
}

void Commands::dispatch(const DispatchList& list, std::size_t index) {
  const auto& entry = list.impl().entries[index];
  vulkan_call("record commands", [&] {
    impl_->begin();
    auto& buffer = impl_->buffer;
    buffer.bindPipeline(vk::PipelineBindPoint::eCompute, entry.pipeline.pipeline);
    buffer.bindDescriptorSets(vk::PipelineBindPoint::eCompute, entry.pipeline.layout, 0, *entry.set,
                              {});
    if (!entry.push.empty()) {
      buffer.pushConstants<std::byte>(entry.pipeline.layout, vk::ShaderStageFlagBits::eCompute, 0,
                                      entry.push);
    }
    buffer.dispatch(entry.groups[0], entry.groups[1], entry.groups[2]);
    impl_->barrier(Stage::eComputeShader, Access::eShaderWrite,
                   Stage::eComputeShader | Stage::eTransfer,
                   Access::eShaderRead | Access::eShaderWrite | Access::eTransferRead |
                       Access::eTransferWrite);
  });
}

void Commands::download(const Buffer& from, std::span<std::byte> to) {
  assert(static_cast<std::int64_t>(to.size()) <= from.bytes());
  if (to.empty()) return;
  if (from.mapped() != nullptr) {
    impl_->readbacks.push_back({{}, from.mapped(), to});
    return;
  }
  vulkan_call("give data back", [&] {
    Buffer staging = impl_->vulkan.staging.allocate(static_cast<std::int64_t>(to.size()));
    const auto source = impl_->vulkan.storage.descriptor(from);
    const auto target = impl_->vulkan.staging.descriptor(staging);
    impl_->begin();
    impl_->buffer.copyBuffer(source.buffer, target.buffer,
                             vk::BufferCopy{source.offset, target.offset, to.size()});
    const std::byte* mapped = staging.mapped();
    impl_->readbacks.push_back({std::move(staging), mapped, to});
  });
}

std::size_t Commands::stamp() {
  const std::uint32_t index = impl_->stamped;
  if (!impl_->stamps || index == k_most_stamps) return index;
  vulkan_call("tell the time", [&] {
    impl_->begin();
    impl_->buffer.resetQueryPool(**impl_->stamps, index, 1);
    impl_->buffer.writeTimestamp(Stage::eBottomOfPipe, **impl_->stamps, index);
  });
  return impl_->stamped++;
}

void Commands::finish() {
  vulkan_call("run a network", [&] {
    if (impl_->recording) {
      impl_->barrier(Stage::eComputeShader | Stage::eTransfer,
                     Access::eShaderWrite | Access::eTransferWrite, Stage::eHost,
                     Access::eHostRead | Access::eHostWrite);
      impl_->buffer.end();
      impl_->vulkan.device.resetFences(*impl_->fence);
      vk::SubmitInfo submission;
      submission.setCommandBuffers(*impl_->buffer);
      impl_->vulkan.queue.submit(submission, *impl_->fence);
      impl_->wait();
    }
    impl_->read_back();
    impl_->read_stamps();
  });
  impl_->drop();
}

double Commands::milliseconds(std::size_t from, std::size_t to) const {
  const auto& ticks = impl_->ticks;
  if (from >= ticks.size() || to >= ticks.size() || ticks[to] < ticks[from]) return 0;
  return static_cast<double>(ticks[to] - ticks[from]) * impl_->vulkan.ns_per_tick / 1e6;
}

void Commands::reset() {
  impl_->drop();
  impl_->stamped = impl_->stamps_read = 0;
  impl_->ticks.clear();
}

}  // namespace fovea
