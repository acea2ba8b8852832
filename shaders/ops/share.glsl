// Sums and the like that neighbouring invocations share. For shaders whose group is a power of two
// of invocations in one row; k_split, a power of two that divides it, neighbours share one.

shared float share_partial[gl_WorkGroupSize.x];

// Sum of `mine` over k_split neighbours, for the first of them; the whole group calls it.
float sum_over_split(float mine) {
  if (k_split == 1) return mine;
  const uint me = gl_LocalInvocationID.x;
  share_partial[me] = mine;
  for (uint width = k_split / 2; width > 0; width /= 2) {
    barrier();
    if (me % k_split < width) share_partial[me] += share_partial[me + width];
  }
  const float sum = share_partial[me];
  barrier();
  return sum;
}
