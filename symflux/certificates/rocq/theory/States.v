(** * Stationary states with rational numbers: claims about networks are about something, and some are false *)

From Symflux Require Export Moments.
Import ListNotations.
Local Open Scope R_scope.

(** The moments are given by rows; positive semidefinite because they are a sum of weights >= 0 times squares. *)
Record state := State { parameters : list Q; rows : list (list Q); squares_of : list (Q * list Q) }.

Definition at_place (l : list (list Q)) (i j : nat) : Q := List.nth j (List.nth i l []) 0%Q.
Definition rational_moment (net : network expr) (s : state) (a b : coordinate) : Q :=
  at_place (rows s) (position net a) (position net b).
Definition moment (net : network expr) (s : state) (a b : coordinate) : R := Q2R (rational_moment net s a b).

Definition all_numbers (net : network expr) (s : state) : list Q :=
  parameters s ++ flat_map (fun a => map (rational_moment net s a) (coordinates_of net)) (coordinates_of net).

Definition total_of (net : network expr) (s : state) (a b : coordinate) : Q :=
  fold_right (fun w t => qadd (qmul (fst w) (qmul (List.nth (position net a) (snd w) 0%Q) (List.nth (position net b) (snd w) 0%Q))) t)
    0%Q (squares_of s).

Definition symmetric_rows (n : nat) (l : list (list Q)) : bool :=
  (length l =? n)%nat && forallb (fun r => (length r =? n)%nat) l &&
  forallb (fun i => forallb (fun j => Qeq_bool (at_place l i j) (at_place l j i)) (seq 0 n)) (seq 0 n).

Definition true_at (net : network expr) (s : state) (k : statement) : bool :=
  match decide_at (all_numbers net s) k with Some true => true | _ => false end.

Definition check_state (net : network expr) (c : claim) (s : state) : bool :=
  let x := coordinates_of net in
  (length (parameters s) =? variables c)%nat &&
  forallb (fun y => negb (Qle_bool (List.nth (pred (Pos.to_nat y)) (parameters s) 0%Q) 0)) (positive_variables c) &&
  forallb (true_at net s) (assumed c) &&
  forallb (fun i => true_at net s (Statement (formal_mass net i) More (Num 0))) (sites net) &&
  forallb (fun a => forallb (fun b => true_at net s (Statement (moment_equation (variables c) net a b) Same (Num 0))) x) x &&
  symmetric_rows (2 * length (masses net)) (rows s) &&
  forallb (fun w => Qle_bool 0 (fst w)) (squares_of s) &&
  forallb (fun a => forallb (fun b => Qeq_bool (rational_moment net s a b) (total_of net s a b)) x) x.

Definition check_counterexample (net : network expr) (c : claim) (s : state) : bool :=
  check_state net c s && match decide_at (all_numbers net s) (claimed c) with Some false => true | _ => false end.

(** What these say. *)
Definition possible_when_stationary (net : network expr) (c : claim) : Prop :=
  for_some (variables c) (fun l => all_of (signs_of c (coordinates l)) (exists Q,
    let at_ := coordinates (l ++ entries net Q) in
    all_of (assumptions_of c at_) (stationary (realize at_ net) Q))).

Definition refuted_when_stationary (net : network expr) (c : claim) : Prop :=
  for_some (variables c) (fun l => all_of (signs_of c (coordinates l)) (exists Q,
    let at_ := coordinates (l ++ entries net Q) in
    all_of (assumptions_of c at_ ++ nonzero at_ (claimed c)) (stationary (realize at_ net) Q /\ ~ said at_ (claimed c)))).

(** ** Soundness *)

Lemma all_numbers_ok net s : map Q2R (all_numbers net s) = map Q2R (parameters s) ++ entries net (moment net s).
Proof.
  unfold all_numbers, entries. rewrite map_app. f_equal. generalize (coordinates_of net) as k. intros k.
  generalize k at 2 4. intros l. induction l as [|a l IH]; simpl; [reflexivity|]. rewrite map_app, map_map, IH. reflexivity.
Qed.

Lemma symmetric_ok n l i j : symmetric_rows n l = true -> Q2R (at_place l i j) = Q2R (at_place l j i).
Proof.
  unfold symmetric_rows. rewrite !andb_true_iff, !forallb_forall. intros [[L R] S]. apply Nat.eqb_eq in L.
  assert (O : forall i j, (n <= i \/ n <= j)%nat -> at_place l i j = 0%Q).
  { intros i' j' H. unfold at_place. destruct (le_lt_dec n i') as [I|I].
    - rewrite (nth_overflow l) by lia. destruct j'; reflexivity.
    - destruct H as [H|H]; [lia|]. apply nth_overflow. assert (K : In (List.nth i' l []) l) by (apply nth_In; lia).
      apply R, Nat.eqb_eq in K. lia. }
  destruct (le_lt_dec n i) as [I|I]; [rewrite !O by auto; reflexivity|].
  destruct (le_lt_dec n j) as [J|J]; [rewrite !O by auto; reflexivity|].
  assert (K : In i (seq 0 n)) by (apply in_seq; lia). apply S in K. rewrite forallb_forall in K.
  apply Qeq_true, K, in_seq. lia.
Qed.

Lemma sum_plus {X} (f g : X -> R) l : sum (map (fun x => f x + g x) l) = sum (map f l) + sum (map g l).
Proof. unfold sum. induction l as [|x l IH]; simpl; [ring | rewrite IH; ring]. Qed.

(** The quadratic form of a sum of weighted squares. *)
Lemma form_nonneg (x : list coordinate) (w : coordinate -> R) (r : list (R * (coordinate -> R))) :
  (forall k, In k r -> 0 <= fst k) ->
  0 <= sum (map (fun a => sum (map (fun b => w a * sum (map (fun k => fst k * (snd k a * snd k b)) r) * w b) x)) x).
Proof.
  induction r as [|[d f] r IH]; intros P.
  - apply Req_le. symmetry. unfold sum at 3. simpl. transitivity (sum (map (fun a : coordinate => 0) x)).
    + apply sum_ext_in. intros a _. transitivity (sum (map (fun b : coordinate => 0) x)).
      * apply sum_ext_in. intros b _. ring.
      * clear. unfold sum. induction x as [|c x IH]; simpl; [|rewrite IH]; ring.
    + clear. unfold sum. induction x as [|c x IH]; simpl; [|rewrite IH]; ring.
  - specialize (IH (fun k K => P k (or_intror K))). set (t := sum (map (fun a => w a * f a) x)).
    assert (E : sum (map (fun a => sum (map (fun b => w a * sum (map (fun k => fst k * (snd k a * snd k b)) ((d, f) :: r)) * w b) x)) x)
      = d * (t * t)
        + sum (map (fun a => sum (map (fun b => w a * sum (map (fun k => fst k * (snd k a * snd k b)) r) * w b) x)) x)).
    { rewrite (sum_ext_in _ (fun a => d * t * (w a * f a) +
        sum (map (fun b => w a * sum (map (fun k => fst k * (snd k a * snd k b)) r) * w b) x))).
      - rewrite sum_plus, <- sum_scale. fold t. ring.
      - intros a _. rewrite (sum_ext_in _ (fun b => d * (w a * f a) * (w b * f b) +
          w a * sum (map (fun k => fst k * (snd k a * snd k b)) r) * w b)).
        + rewrite sum_plus, <- sum_scale. fold t. ring.
        + intros b _. unfold sum at 1. simpl. unfold sum. ring. }
    rewrite E. apply Rplus_le_le_0_compat; auto. apply Rmult_le_pos; [apply (P (d, f)); left; reflexivity | apply Rle_0_sqr].
Qed.

Lemma total_of_ok net s a b : Q2R (total_of net s a b) =
  sum (map (fun k => fst k * (snd k a * snd k b))
    (map (fun w => (Q2R (fst w), fun c => Q2R (List.nth (position net c) (snd w) 0%Q))) (squares_of s))).
Proof.
  unfold total_of, sum. induction (squares_of s) as [|w l IH]; simpl; [apply Q2R_0|].
  rewrite qadd_ok, !qmul_ok, IH. reflexivity.
Qed.

Lemma true_at_ok net s k : true_at net s k = true ->
  let at_ := coordinates (map Q2R (parameters s) ++ entries net (moment net s)) in statement_defined at_ k /\ said at_ k.
Proof.
  unfold true_at. intros H. rewrite <- all_numbers_ok. change (coordinates (map Q2R (all_numbers net s))) with (real_point (all_numbers net s)).
  destruct (decide_at (all_numbers net s) k) as [[]|] eqn:E; try discriminate. apply decide_at_ok in E. tauto.
Qed.

Lemma state_ok net c s : check_state net c s = true ->
  let at_ := coordinates (map Q2R (parameters s) ++ entries net (moment net s)) in
  length (map Q2R (parameters s)) = variables c /\
  (forall B, In B (signs_of c (coordinates (map Q2R (parameters s)))) -> B) /\
  (forall B, In B (assumptions_of c at_) -> B) /\ stationary (realize at_ net) (moment net s).
Proof.
  unfold check_state. cbv zeta. rewrite !andb_true_iff, !forallb_forall. intros [[[[[[[L P] G] M] E] Y] W] F].
  set (at_ := coordinates (map Q2R (parameters s) ++ entries net (moment net s))).
  apply Nat.eqb_eq in L. assert (N : length (map Q2R (parameters s)) = variables c) by (rewrite map_length; exact L).
  assert (S : forall a b, moment net s a b = moment net s b a).
  { intros a b. unfold moment, rational_moment. apply (symmetric_ok _ _ _ _ Y). }
  pose proof (realize_coordinates at_ net) as C.
  split; [exact N|]. split; [|split; [|split; [exact S|split]]].
  - intros B I. apply in_map_iff in I as [x [<- X]]. unfold coordinates. rewrite <- Q2R_0, map_nth, Q2R_0.
    apply Q2R_positive, negb_true_iff, (P x X).
  - intros B I. apply in_flat_map in I as [k [K I]]. apply G, true_at_ok in K. destruct K as [D T].
    apply in_app_or in I as [I|[<-|[]]]; [revert B I; apply nonzero_ok, D | exact T].
  - intros w. rewrite C. rewrite (sum_ext_in _ (fun a => sum (map (fun b => w a * sum (map (fun k => fst k * (snd k a * snd k b))
      (map (fun w => (Q2R (fst w), fun c => Q2R (List.nth (position net c) (snd w) 0%Q))) (squares_of s))) * w b)
      (coordinates_of net)))).
    + apply form_nonneg. intros k K. apply in_map_iff in K as [u [<- U]]. apply W, Qle_bool_iff, Qle_Rle in U.
      rewrite Q2R_0 in U. exact U.
    + intros a Ia. apply sum_ext_in. intros b Ib. rewrite <- total_of_ok. f_equal. f_equal. specialize (F a Ia).
      rewrite forallb_forall in F. apply Qeq_true, (F b Ib).
  - rewrite C. intros a b Ia Ib. specialize (E a Ia). rewrite forallb_forall in E. specialize (E b Ib).
    apply true_at_ok in E. destruct E as [_ E]. cbv zeta in E. fold at_ in E. simpl said in E. rewrite <- N in E.
    apply (equation_from_formal net (map Q2R (parameters s)) (moment net s)); auto.
    intros d Id. unfold mass_at. destruct d as [i|i]; simpl; [lra|]. unfold coordinates_of in Id.
    apply in_app_or in Id as [Id|Id]; apply in_map_iff in Id as [j [J Ij]]; [discriminate|]. injection J as <-.
    apply M, true_at_ok in Ij. destruct Ij as [_ Ij]. cbv zeta in Ij. fold at_ in Ij. simpl in Ij. apply Rgt_not_eq, Ij.
Qed.

Theorem possible_state net c s : check_state net c s = true -> possible_when_stationary net c.
Proof.
  intros H. apply state_ok in H as [L [S [G E]]]. apply for_some_intro with (map Q2R (parameters s)); auto.
  apply all_of_intro; auto. exists (moment net s). apply all_of_intro; auto.
Qed.

Theorem refute_state net c s : check_counterexample net c s = true -> refuted_when_stationary net c.
Proof.
  unfold check_counterexample. rewrite andb_true_iff. intros [H K]. apply state_ok in H as [L [S [G E]]].
  destruct (decide_at _ (claimed c)) as [[]|] eqn:F; try discriminate. apply decide_at_ok in F.
  unfold real_point in F. rewrite all_numbers_ok in F. destruct F as [D F].
  apply for_some_intro with (map Q2R (parameters s)); auto. apply all_of_intro; auto. exists (moment net s).
  apply all_of_intro; [|split; [exact E | intros T; apply F in T; discriminate]].
  intros B I. apply in_app_or in I as [I|I]; [apply G, I | revert B I; apply nonzero_ok, D].
Qed.
