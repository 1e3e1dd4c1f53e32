(** * The moment equations as assumptions of a claim: theorems about every stationary state

    The entries of the network are formulas in the parameters 1, .., p; behind them, Q(a, b) has a number for each pair of
    coordinates. The moment equations, times the masses, are equalities between formulas; whatever follows from
    them by the rules is true of every stationary state. *)

From Symflux Require Export Networks.
Import ListNotations.
Local Open Scope R_scope.

(** ** The network at given parameters *)

Definition realize (at_ : point) (net : network expr) : network R :=
  let m := meaning at_ in
  Network (map m (masses net)) (map m (pinning net))
    (map (fun s => Spring (one_end s) (other_end s) (m (constant_of s))) (springs net))
    (map (fun b => Bath (site_of b) (m (friction b)) (m (temperature b))) (baths net)).

Definition adds (l : list expr) : expr := fold_right Add (Num 0) l.

Definition formal_mass (net : network expr) (i : nat) : expr := List.nth (pred i) (masses net) (Num 0).
Definition formal_spring (net : network expr) (i j : nat) : expr := adds (map constant_of (filter (joins i j) (springs net))).
Definition formal_V (net : network expr) (i j : nat) : expr :=
  if (i =? j)%nat then Add (List.nth (pred i) (pinning net) (Num 0)) (adds (map constant_of (filter (touches i) (springs net))))
  else Opp (formal_spring net i j).
Definition formal_D (net : network expr) (i : nat) : expr := adds (map friction (filter (is_on i) (baths net))).

(** Mass times A, mass squared times B B^T; the mass of a position is 1. *)
Definition formal_M (net : network expr) (a : coordinate) : expr := match a with q _ => Num 1 | v i => formal_mass net i end.
Definition formal_A (net : network expr) (a b : coordinate) : expr :=
  match a, b with
  | q i, q j => Num 0
  | q i, v j => if (i =? j)%nat then Num 1 else Num 0
  | v i, q j => Opp (formal_V net i j)
  | v i, v j => if (i =? j)%nat then Opp (formal_D net i) else Num 0
  end.
Definition formal_BB (net : network expr) (a b : coordinate) : expr :=
  match a, b with
  | v i, v j => if (i =? j)%nat
      then adds (map (fun b => Mul (Mul (Num 2) (friction b)) (temperature b)) (filter (is_on i) (baths net))) else Num 0
  | _, _ => Num 0
  end.

Lemma meaning_adds at_ l : meaning at_ (adds l) = sum (map (meaning at_) l).
Proof. unfold adds, sum. induction l as [|e l IH]; simpl; [reflexivity | rewrite IH; reflexivity]. Qed.

Lemma filter_map {X Y} (f : X -> Y) p l : filter p (map f l) = map f (filter (fun x => p (f x)) l).
Proof. induction l as [|x l IH]; simpl; [reflexivity|]. destruct (p (f x)); simpl; rewrite IH; reflexivity. Qed.

Section Realized.

Variables (at_ : point) (net : network expr).
Let real_net := realize at_ net.

Lemma mass_ok i : mass real_net i = meaning at_ (formal_mass net i).
Proof. unfold mass, formal_mass. exact (map_nth (meaning at_) (masses net) (Num 0) (pred i)). Qed.

Lemma spring_ok i j : spring_constant real_net i j = meaning at_ (formal_spring net i j).
Proof.
  unfold spring_constant, formal_spring. rewrite meaning_adds. simpl. rewrite filter_map, !map_map. reflexivity.
Qed.

Lemma V_ok i j : V real_net i j = meaning at_ (formal_V net i j).
Proof.
  unfold V, formal_V. destruct (i =? j)%nat; simpl; [|rewrite spring_ok; reflexivity].
  rewrite meaning_adds, filter_map, !map_map. f_equal. exact (map_nth (meaning at_) (pinning net) (Num 0) (pred i)).
Qed.

Lemma D_ok i : D real_net i = meaning at_ (formal_D net i).
Proof. unfold D, formal_D. rewrite meaning_adds. simpl. rewrite filter_map, !map_map. reflexivity. Qed.

Definition mass_at (a : coordinate) : R := meaning at_ (formal_M net a).

Lemma A_ok a b : mass_at a <> 0 -> mass_at a * A real_net a b = meaning at_ (formal_A net a b).
Proof.
  unfold mass_at. intros H. destruct a as [i|i], b as [j|j]; simpl in *.
  - ring.
  - destruct (i =? j)%nat; simpl; ring.
  - rewrite V_ok, mass_ok. field. exact H.
  - destruct (i =? j)%nat; simpl; [|ring]. rewrite D_ok, mass_ok. field. exact H.
Qed.

Lemma BB_ok a b : mass_at a <> 0 -> mass_at a * mass_at b * BB real_net a b = meaning at_ (formal_BB net a b).
Proof.
  unfold mass_at. intros H. destruct a as [i|i], b as [j|j]; simpl in *; try ring.
  destruct (Nat.eqb_spec i j) as [<-|_]; simpl; [|ring]. rewrite meaning_adds, mass_ok, filter_map, !map_map. simpl.
  match goal with |- _ * (?s / _) = ?t => change t with s end. field. exact H.
Qed.

End Realized.

(** ** Numbers for the entries of Q *)

Definition position {K} (net : network K) (a : coordinate) : nat :=
  match a with q i => pred i | v i => length (masses net) + pred i end.

(** Behind p parameters; Q is symmetric, so the smaller position comes first. *)
Definition entry (p : nat) (net : network expr) (a b : coordinate) : expr :=
  let n := (2 * length (masses net))%nat in
  let low := Nat.min (position net a) (position net b) in
  let high := Nat.max (position net a) (position net b) in
  Var (Pos.of_nat (S (p + low * n + high))).

Definition entries {K} (net : network K) (Q : coordinate -> coordinate -> R) : list R :=
  flat_map (fun a => map (Q a) (coordinates_of net)) (coordinates_of net).

Definition moment_equation (p : nat) (net : network expr) (a b : coordinate) : expr :=
  Add (adds (map (fun c => Add (Mul (Mul (formal_M net b) (formal_A net a c)) (entry p net c b))
                               (Mul (Mul (formal_M net a) (formal_A net b c)) (entry p net c a))) (coordinates_of net)))
      (formal_BB net a b).

Fixpoint pairs (l : list coordinate) : list (coordinate * coordinate) :=
  match l with [] => [] | a :: k => map (pair a) (a :: k) ++ pairs k end.

Definition moment_equations (p : nat) (net : network expr) : list statement :=
  map (fun k => Statement (moment_equation p net (fst k) (snd k)) Same (Num 0)) (pairs (coordinates_of net)).

Lemma pairs_in l a b : In (a, b) (pairs l) -> In a l /\ In b l.
Proof.
  induction l as [|c l IH]; simpl; [tauto|]. intros [H|H].
  - injection H as <- <-. auto.
  - apply in_app_or in H as [H|H]; [|tauto]. apply in_map_iff in H as [d [E I]]. injection E as <- <-. auto.
Qed.

Lemma nth_blocks {X Y} (f : X -> list Y) (n : nat) (d : Y) : forall l i j x, (forall x, length (f x) = n) ->
  nth_error l i = Some x -> (j < n)%nat -> List.nth (i * n + j) (flat_map f l) d = List.nth j (f x) d.
Proof.
  induction l as [|y l IH]; intros [|i] j x L E H; simpl in *; try discriminate.
  - injection E as ->. apply app_nth1. rewrite L. exact H.
  - rewrite app_nth2; rewrite L; [|lia]. replace (n + i * n + j - n)%nat with (i * n + j)%nat by lia. apply IH; auto.
Qed.

Lemma position_ok {K} (net : network K) a : In a (coordinates_of net) ->
  nth_error (coordinates_of net) (position net a) = Some a /\ (position net a < 2 * length (masses net))%nat.
Proof.
  unfold coordinates_of, sites. set (n := length (masses net)). intros H.
  apply in_app_or in H as [H|H]; apply in_map_iff in H as [i [<- I]]; apply in_seq in I; simpl; fold n; (split; [|lia]).
  - rewrite nth_error_app1 by (rewrite map_length, seq_length; lia). apply map_nth_error.
    rewrite nth_error_nth' with (d := O) by (rewrite seq_length; lia). rewrite seq_nth by lia. f_equal. lia.
  - rewrite nth_error_app2 by (rewrite map_length, seq_length; lia). rewrite map_length, seq_length.
    replace (n + pred i - n)%nat with (pred i) by lia. apply map_nth_error.
    rewrite nth_error_nth' with (d := O) by (rewrite seq_length; lia). rewrite seq_nth by lia. f_equal. lia.
Qed.

Lemma entry_ok net l Q a b : (forall a b, Q a b = Q b a) -> In a (coordinates_of net) -> In b (coordinates_of net) ->
  meaning (coordinates (l ++ entries net Q)) (entry (length l) net a b) = Q a b.
Proof.
  intros S Ia Ib. apply position_ok in Ia as [Ea La], Ib as [Eb Lb]. unfold entry, meaning, coordinates. cbv zeta.
  rewrite Nat2Pos.id by discriminate. cbn [pred].
  set (n := (2 * length (masses net))%nat) in *.
  assert (N : length (coordinates_of net) = n).
  { unfold coordinates_of, sites. rewrite app_length, !map_length, seq_length. unfold n. lia. }
  assert (G : forall c d, nth_error (coordinates_of net) (position net c) = Some c ->
    nth_error (coordinates_of net) (position net d) = Some d -> (position net d < n)%nat ->
    List.nth (length l + position net c * n + position net d) (l ++ entries net Q) 0 = Q c d).
  { intros c d Ec Ed Ld. rewrite app_nth2 by lia.
    replace (length l + position net c * n + position net d - length l)%nat with (position net c * n + position net d)%nat by lia.
    unfold entries. rewrite nth_blocks with (n := n) (x := c); auto; [|intros x; rewrite map_length; exact N].
    rewrite nth_indep with (d' := Q c c) by (rewrite map_length, N; exact Ld). rewrite map_nth.
    f_equal. apply nth_error_nth, Ed. }
  destruct (Nat.le_ge_cases (position net a) (position net b)) as [H|H].
  - rewrite Nat.min_l, Nat.max_r by exact H. apply G; auto.
  - rewrite Nat.min_r, Nat.max_l by exact H. rewrite S. apply G; auto.
Qed.

Lemma sum_scale {X} c (f : X -> R) l : c * sum (map f l) = sum (map (fun x => c * f x) l).
Proof. unfold sum. induction l as [|x l IH]; simpl; [ring | rewrite <- IH; ring]. Qed.

Lemma sum_ext_in {X} (f g : X -> R) l : (forall x, In x l -> f x = g x) -> sum (map f l) = sum (map g l).
Proof. intros H. f_equal. apply map_ext_in, H. Qed.

(** The formal equation is the moment equation times masses. *)
Lemma moment_equation_value net l Q a b : let at_ := coordinates (l ++ entries net Q) in
  (forall c, In c (coordinates_of net) -> mass_at at_ net c <> 0) -> (forall a b, Q a b = Q b a) ->
  In a (coordinates_of net) -> In b (coordinates_of net) ->
  meaning at_ (moment_equation (length l) net a b) = mass_at at_ net a * mass_at at_ net b *
    (sum (map (fun c => A (realize at_ net) a c * Q c b + Q a c * A (realize at_ net) b c) (coordinates_of net))
     + BB (realize at_ net) a b).
Proof.
  intros at_ M S Ia Ib. rewrite Rmult_plus_distr_l, BB_ok, sum_scale by auto.
  assert (W : forall x y, In x (coordinates_of net) -> In y (coordinates_of net) ->
    meaning at_ (entry (length l) net x y) = Q x y) by (intros; apply entry_ok; auto).
  unfold moment_equation. cbn [meaning]. rewrite meaning_adds, map_map. f_equal. apply sum_ext_in. intros c Ic.
  cbn [meaning]. rewrite !W by auto. rewrite <- (A_ok at_ net a c), <- (A_ok at_ net b c), (S a c) by auto.
  unfold mass_at. ring.
Qed.

Lemma realize_coordinates at_ net : coordinates_of (realize at_ net) = coordinates_of net.
Proof. unfold coordinates_of, sites. simpl. rewrite map_length. reflexivity. Qed.

(** A stationary state satisfies the formal equations, and the other way round. *)
Lemma moment_equation_ok net l Q a b : let at_ := coordinates (l ++ entries net Q) in
  (forall c, In c (coordinates_of net) -> mass_at at_ net c <> 0) -> stationary (realize at_ net) Q ->
  In a (coordinates_of net) -> In b (coordinates_of net) ->
  meaning at_ (moment_equation (length l) net a b) = 0.
Proof.
  intros at_ M [S [_ E]] Ia Ib. cbv zeta in E. rewrite realize_coordinates in E.
  unfold at_. rewrite moment_equation_value by auto. fold at_. rewrite (E a b Ia Ib). ring.
Qed.

Lemma equation_from_formal net l Q a b : let at_ := coordinates (l ++ entries net Q) in
  (forall c, In c (coordinates_of net) -> mass_at at_ net c <> 0) -> (forall a b, Q a b = Q b a) ->
  In a (coordinates_of net) -> In b (coordinates_of net) -> meaning at_ (moment_equation (length l) net a b) = 0 ->
  sum (map (fun c => A (realize at_ net) a c * Q c b + Q a c * A (realize at_ net) b c) (coordinates_of net))
    + BB (realize at_ net) a b = 0.
Proof.
  intros at_ M S Ia Ib E. unfold at_ in E. rewrite moment_equation_value in E by auto. fold at_ in E.
  apply Rmult_integral in E as [E|E]; [|exact E]. exfalso. apply Rmult_integral in E as [E|E]; [exact (M a Ia E) | exact (M b Ib E)].
Qed.

(** ** Theorems about every stationary state *)

Definition squared (net : network expr) : nat := let n := (2 * length (masses net))%nat in (n * n)%nat.

Definition extended (net : network expr) (c : claim) : claim :=
  let p := variables c in
  Claim (p + squared net) (either_sign c ++ map Pos.of_nat (seq (S p) (squared net)))
    (assumed c ++ moment_equations p net) (claimed c).

Definition is_positive (r : region) (e : expr) : bool :=
  let (t, b) := read e in plainly_positive r t && plainly_positive r b.

Definition check_network (net : network expr) (c : claim) (e : evidence) : bool :=
  forallb (fun i => is_positive (first_region (extended net c)) (formal_mass net i)) (sites net) &&
  forallb (fun s => match denominators s with [] => true | _ => false end) (moment_equations (variables c) net) &&
  check_claim (extended net c) e.

(** For all parameters, and all moments that are stationary. *)
Definition holds_when_stationary (net : network expr) (c : claim) : Prop :=
  for_all (variables c) (fun l => implies (signs_of c (coordinates l)) (forall Q,
    let at_ := coordinates (l ++ entries net Q) in
    stationary (realize at_ net) Q ->
    implies (assumptions_of c at_) (all_of (nonzero at_ (claimed c)) (said at_ (claimed c))))).

Lemma for_all_elim n : forall P : list R -> Prop, for_all n P -> forall l, length l = n -> P l.
Proof.
  induction n as [|n IH]; intros P H [|x l] L; try discriminate; simpl in *; auto. apply (IH _ (H x)). congruence.
Qed.

Lemma implies_elim (l : list Prop) (P : Prop) : implies l P -> (forall B, In B l -> B) -> P.
Proof.
  induction l as [|B l IH]; simpl; intros H K; [exact H|].
  exact (IH (H (K B (or_introl eq_refl))) (fun C I => K C (or_intror I))).
Qed.

Lemma entries_length (net : network expr) Q : length (entries net Q) = squared net.
Proof.
  unfold entries, squared. assert (N : length (coordinates_of net) = (2 * length (masses net))%nat).
  { unfold coordinates_of, sites. rewrite app_length, !map_length, seq_length. lia. }
  assert (G : forall k, length (flat_map (fun a => map (Q a) (coordinates_of net)) k) = (length k * (2 * length (masses net)))%nat).
  { induction k as [|a k IH]; simpl; [reflexivity|]. rewrite app_length, map_length, IH, N. lia. }
  rewrite G, N. reflexivity.
Qed.

Lemma signs_extended net c l Q : length l = variables c -> (forall B, In B (signs_of c (coordinates l)) -> B) ->
  forall B, In B (signs_of (extended net c) (coordinates (l ++ entries net Q))) -> B.
Proof.
  intros L H B I. apply in_map_iff in I as [x [<- X]]. apply filter_In in X as [X Y]. apply numbers_ok in X.
  apply negb_true_iff, member_false in Y. simpl in X, Y. rewrite in_app_iff in Y.
  assert (P : (Pos.to_nat x <= variables c)%nat).
  { destruct (le_lt_dec (Pos.to_nat x) (variables c)) as [P|P]; auto. exfalso. apply Y. right. apply in_map_iff.
    exists (Pos.to_nat x). rewrite Pos2Nat.id, in_seq. split; [reflexivity | lia]. }
  pose proof (Pos2Nat.is_pos x). unfold coordinates. rewrite app_nth1 by lia.
  apply (H (coordinates l x > 0)). apply in_map_iff. exists x. split; auto. apply filter_In. split.
  - apply numbers_ok, P.
  - apply negb_true_iff, member_false. tauto.
Qed.

Theorem prove_when_stationary net c e : check_network net c e = true -> holds_when_stationary net c.
Proof.
  unfold check_network. rewrite !andb_true_iff, !forallb_forall. intros [[M N] C]. apply prove_claim in C.
  apply for_all_intro. intros l L. apply implies_intro. intros S Q at_ E. apply implies_intro. intros G.
  assert (LQ : length (l ++ entries net Q) = variables (extended net c)).
  { rewrite app_length, entries_length, L. reflexivity. }
  pose proof (signs_extended net c l Q L S) as SX.
  assert (I : inside (first_region (extended net c)) at_) by (apply inside_first; auto).
  assert (masses_positive : forall a, In a (coordinates_of net) -> mass_at at_ net a <> 0).
  { intros a Ia. unfold mass_at. destruct a as [i|i]; simpl; [lra|]. unfold coordinates_of in Ia.
    apply in_app_or in Ia as [Ia|Ia]; apply in_map_iff in Ia as [j [J Ij]]; [discriminate|]. injection J as <-.
    specialize (M j Ij). unfold is_positive in M. pose proof (read_ok at_ (formal_mass net j)) as [_ V].
    destruct (read (formal_mass net j)) as [t b]. simpl in V. apply andb_true_iff in M as [T B].
    apply plainly_positive_ok in T, B. specialize (T at_ I). specialize (B at_ I). simpl in T, B.
    rewrite V by lra. apply Rgt_not_eq, Rdiv_lt_0_compat; assumption. }
  pose proof (implies_elim _ _ (for_all_elim _ _ C _ LQ)) as F. cbv zeta in F. apply F. clear F.
  intros B J. apply in_app_or in J as [J|J]; [apply SX, J|]. unfold assumptions_of in J. simpl assumed in J.
  rewrite flat_map_app in J. apply in_app_or in J as [J|J]; [apply G, J|].
  apply in_flat_map in J as [s [J K]]. specialize (N s J). unfold nonzero in K.
  destruct (denominators s); [|discriminate]. destruct K as [<-|[]].
  apply in_map_iff in J as [[a b] [<- J]]. apply pairs_in in J as [Ia Ib]. simpl. rewrite <- L.
  apply moment_equation_ok; auto.
Qed.
