(** * Networks of harmonic oscillators, their stationary second moments, and heat

    Masses m_i, positions q_i, velocities v_i, with m_i dv_i/dt = - pin_i q_i + sum_j k_ij (q_j - q_i) plus, at each bath
    on i, - gamma v_i + sqrt (2 gamma T) noise. As a linear equation, dx/dt = A x + B noise with x = (q, v): M the masses,
    D the frictions, V the pinning and the Laplacian of the springs,

        A = |  0       1     |        B B^T = | 0          0           |
            | -V/M   -D/M    |                | 0   2 gamma T / M^2    |

    In a stationary state the second moments Q(x, y) = <x y> satisfy A Q + Q A^T + B B^T = 0. This page is all that has
    to be read of the physics; sites are numbered from 1. *)

From Symflux Require Export Theorems.
Import ListNotations.
Local Open Scope R_scope.

Record spring (K : Type) := Spring { one_end : nat; other_end : nat; constant_of : K }.
Record bath (K : Type) := Bath { site_of : nat; friction : K; temperature : K }.
Record network (K : Type) := Network {
  masses : list K;                                          (* of the sites 1, 2, .. *)
  pinning : list K;
  springs : list (spring K);
  baths : list (bath K) }.

Arguments Spring {K}.  Arguments one_end {K}.  Arguments other_end {K}.  Arguments constant_of {K}.
Arguments Bath {K}.  Arguments site_of {K}.  Arguments friction {K}.  Arguments temperature {K}.
Arguments Network {K}.  Arguments masses {K}.  Arguments pinning {K}.  Arguments springs {K}.  Arguments baths {K}.

Inductive coordinate := q (i : nat) | v (i : nat).

Definition sites {K} (net : network K) : list nat := seq 1 (length (masses net)).
Definition coordinates_of {K} (net : network K) : list coordinate := map q (sites net) ++ map v (sites net).

Definition joins {K} (i j : nat) (s : spring K) : bool :=
  (one_end s =? i)%nat && (other_end s =? j)%nat || (one_end s =? j)%nat && (other_end s =? i)%nat.
Definition touches {K} (i : nat) (s : spring K) : bool := (one_end s =? i)%nat || (other_end s =? i)%nat.
Definition is_on {K} (i : nat) (b : bath K) : bool := (site_of b =? i)%nat.

Definition mass (net : network R) (i : nat) : R := List.nth (pred i) (masses net) 0.
Definition pin (net : network R) (i : nat) : R := List.nth (pred i) (pinning net) 0.
(** k_ij *)
Definition spring_constant (net : network R) (i j : nat) : R := sum (map constant_of (filter (joins i j) (springs net))).

Definition V (net : network R) (i j : nat) : R :=
  if (i =? j)%nat then pin net i + sum (map constant_of (filter (touches i) (springs net))) else - spring_constant net i j.
Definition D (net : network R) (i : nat) : R := sum (map friction (filter (is_on i) (baths net))).

Definition A (net : network R) (a b : coordinate) : R :=
  match a, b with
  | q i, q j => 0
  | q i, v j => if (i =? j)%nat then 1 else 0
  | v i, q j => - V net i j / mass net i
  | v i, v j => if (i =? j)%nat then - D net i / mass net i else 0
  end.

Definition BB (net : network R) (a b : coordinate) : R :=
  match a, b with
  | v i, v j =>
      if (i =? j)%nat then sum (map (fun b => 2 * friction b * temperature b) (filter (is_on i) (baths net))) / mass net i ^ 2
      else 0
  | _, _ => 0
  end.

(** [Q a b] is <a b>: symmetric, positive semidefinite, and the moment equations hold entry by entry. *)
Definition stationary (net : network R) (Q : coordinate -> coordinate -> R) : Prop :=
  let x := coordinates_of net in
  (forall a b, Q a b = Q b a) /\
  (forall w : coordinate -> R, 0 <= sum (map (fun a => sum (map (fun b => w a * Q a b * w b) x)) x)) /\
  (forall a b, In a x -> In b x -> sum (map (fun c => A net a c * Q c b + Q a c * A net b c) x) + BB net a b = 0).

(** ** Heat: the mean power <F o v> of a force F at a site with velocity v *)

(** From i to j: the power of the spring's force k_ij (q_i - q_j) on j. *)
Definition flux (net : network R) Q (i j : nat) : R := spring_constant net i j * (Q (q i) (v j) - Q (q j) (v j)).
(** From the baths on i into the network: that of - gamma v_i + sqrt (2 gamma T) noise is gamma (T / m_i - <v_i^2>). *)
Definition bath_flux (net : network R) (Q : coordinate -> coordinate -> R) (i : nat) : R :=
  sum (map (fun b => friction b * (temperature b / mass net i - Q (v i) (v i))) (filter (is_on i) (baths net))).
Definition kinetic_temperature (net : network R) (Q : coordinate -> coordinate -> R) (i : nat) : R :=
  mass net i * Q (v i) (v i).
