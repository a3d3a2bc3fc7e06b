"""Small programs on which real bugs have shown: every check tries them before random ones.

Wanted, since some bug needs each: branches with different numbers of draws or scores, a support
that depends on another draw, weights of zero, three values, unequal probabilities, no score at
all, an early end, structure of random size.
"""

from __future__ import annotations

from .generate import FiniteProgram

_MODELS = """\
model no_score() {
  let x ~ flip(1/3);
  let y ~ flip(if x { 1/4 } else { 2/3 });
  return (x, y)
}

model one_score() {
  let x ~ flip(1/3);
  score if x { 2.0 } else { 1/2 };
  return x
}

model three_values() {
  let n ~ categorical([1/5, 3/10, 1/2]);
  score if n == 0 { 3.0 } else { if n == 1 { 1.0 } else { 1/2 } };
  return n
}

model impossible() {
  let x ~ flip(1/2);
  condition(x && !x);
  return x
}

model rejected_runs() {
  let x ~ flip(1/3);
  let y ~ flip(1/2);
  condition(x || y);
  observe y ~ flip(if x { 1/5 } else { 2/3 });
  return x
}

model score_before_any_draw() {
  score 1/2;
  let x ~ flip(1/3);
  score if x { 3.0 } else { 0.0 };
  return x
}

model draws_on_one_branch() {
  let x ~ flip(1/2);
  let y = if x { true } else { sample flip(1/3) };
  score if y { 1.0 } else { 1/4 };
  return (x, y)
}

model scores_on_one_branch() {
  let x ~ flip(1/2);
  score if x { 1/5 } else { 1/2 };
  if x {
    let y ~ flip(1/2);
    score if y { 1/3 } else { 2.0 };
  }
  return x
}

model hidden_chain() {
  let x ~ flip(1/2);
  observe true ~ flip(if x { 3/4 } else { 1/4 });
  let y ~ flip(if x { 2/3 } else { 1/3 });
  observe false ~ flip(if y { 3/4 } else { 1/4 });
  return (x, y)
}

model one_light_path() {
  let x ~ flip(1/2);
  let y ~ flip(1/2);
  score if x { 1.0 } else { if y { 9/5 } else { 1/5 } };
  return x
}

model dependent_support() {
  let n ~ discrete_uniform(1, 2);
  let x ~ discrete_uniform(0, n);
  observe x == 1 ~ flip(1/3);
  return (n, x)
}

model random_length() {
  fn trials(n: Int) -> Int {
    if n < 1 || sample flip(1/3) { 0 } else { score 1/2; 1 + trials(n - 1) }
  }
  return trials(3)
}
"""

ZOO: tuple[FiniteProgram, ...] = tuple(
    FiniteProgram(f"model {text}\n") for text in _MODELS.removeprefix("model ").strip().split("\n\nmodel ")
)
